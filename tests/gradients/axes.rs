//! Operations along an axis, products of matrices and operations on indices, as layers and in networks.

use crate::check;
use nn::graph::Op;
use nn::layers::{
    ArgMax, ArgMin, CumSum, Flip, Gather, IndexSelect, Layer, LogSoftmaxOver, LogSumExp, MatMul, MaxOver, MinOver,
    OneHot, Repeat, Roll, SequenceMask, Slice, SoftmaxOver, SoftminOver, Unfold,
};
use nn::prelude::*;

#[test]
fn selections() {
    check::<shape![7], dim![3], Slice<dim![2], dim![3]>>(0..10);
    check::<shape![2, 9, 3], dim![2], Slice<N<0>, dim![3], dim![4], 1>>(10..20);
    check::<shape![5, 4], dim![2], Slice<dim![4], dim![1]>>(20..30);
    check::<shape![5], dim![3], Flip<0>>(0..10);
    check::<shape![2, 3, 4], dim![2], Flip<1>>(10..20);
    check::<shape![5, 2], dim![2], Roll<0, 2>>(0..10);
    check::<shape![2, 3], dim![3], Roll<1, -4>>(10..20);
    check::<shape![4], dim![3], Repeat<dim![3]>>(0..10);
    check::<shape![2, 1, 3], dim![2], Repeat<dim![4], 1>>(10..20);
    check::<shape![9], dim![2], Unfold<dim![3], dim![2]>>(0..10);
    check::<shape![5, 3], dim![2], Unfold<dim![2], dim![1]>>(10..20);
    check::<shape![2, 3, 6], dim![2], Unfold<dim![2], dim![3], 2>>(20..30);
}

#[test]
fn reductions_and_scans() {
    check::<shape![5], dim![3], MaxOver<0>>(0..10);
    check::<shape![3, 4, 5], dim![2], MaxOver<1>>(10..20);
    check::<shape![5], dim![3], MinOver<0>>(0..10);
    check::<shape![3, 20], dim![2], MinOver<0>>(10..20);
    check::<shape![5], dim![3], CumSum<0>>(0..10);
    check::<shape![2, 4, 10], dim![2], CumSum<1>>(10..20);
    check::<shape![5], dim![3], LogSumExp<0>>(0..10);
    check::<shape![3, 4, 11], dim![2], LogSumExp<1>>(10..20);
    check::<shape![3, 11], dim![2], SoftmaxOver<0>>(0..10);
    check::<shape![2, 3, 4], dim![2], SoftmaxOver<1>>(10..20);
    check::<shape![3, 11], dim![2], SoftminOver<0>>(0..10);
    check::<shape![2, 3, 4], dim![2], SoftminOver<1>>(10..20);
    check::<shape![3, 11], dim![2], LogSoftmaxOver<0>>(0..10);
    check::<shape![2, 3, 4], dim![2], LogSoftmaxOver<1>>(10..20);
}

#[test]
fn products() {
    check::<Tuple<(shape![3, 4], shape![4, 2])>, dim![2], MatMul>(0..10);
    check::<Tuple<(shape![1, 1], shape![1, 1])>, dim![3], MatMul>(10..20);
    check::<Tuple<(shape![2, 9, 5], shape![2, 5, 17])>, dim![2], MatMul>(20..30);
    check::<Tuple<(shape![2, 1, 2, 3, 4], shape![2, 1, 2, 4, 3])>, dim![2], MatMul>(30..35);
}

#[test]
fn indices() {
    check::<Indices<dim![5]>, dim![3], OneHot>(0..5);
    check::<Indices<dim![5], shape![2, 3]>, dim![2], OneHot>(5..10);
    check::<Indices<dim![5]>, dim![3], SequenceMask<dim![4]>>(0..5);
    check::<Indices<dim![2], shape![2, 3]>, dim![2], SequenceMask<dim![1]>>(5..10);
    check::<Tuple<(shape![5, 3], Indices<dim![5], shape![4]>)>, dim![2], IndexSelect>(0..10);
    check::<Tuple<(shape![2, 5], Indices<dim![5]>)>, dim![3], IndexSelect<1>>(10..20);
    check::<Tuple<(shape![5, 3], Indices<dim![5], shape![4, 3]>)>, dim![2], Gather>(0..10);
    check::<Tuple<(shape![2, 5], Indices<dim![5], shape![2, 1]>)>, dim![3], Gather<1>>(10..20);
}

type Heads = dim![2];
type Width = dim![6];

network! {
    /// Attention with two heads, sizes as numbers.
    #[dtype(f64)]
    struct Attention {
        qkv: Linear<6, 18>,
        out: Linear<6, 6>,
    }
    fn forward(x: Tensor<4, 6>) -> Tensor<4, 6> {
        let rows = x.reshape::<24>().reshape::<4, 6>();
        let (a, b, c, d) = (rows.select::<0, 0>(), rows.select::<0, 1>(), rows.select::<0, -2>(), rows.select::<0, -1>());
        let qkv = stack(a.qkv(), b.qkv(), c.qkv(), d.qkv()).reshape::<4, 2, 9>().transpose::<0, 1>();
        let (q, k, v) = chunk::<3, 2>(qkv);
        let weights = matmul(q, k.transpose::<1, 2>()).softmax::<2>();
        let heads = matmul(weights, v).permute::<1, 0, 2>().reshape::<4, 6>();
        let (first, second) = (heads.slice::<0, ..2>(), heads.slice::<0, 2..>());
        let e = first.select::<0, 0>().out();
        concat(first, second) + e.unsqueeze::<0>().repeat::<0, 4>()
    }
}

network! {
    /// The operations on named sizes.
    #[dtype(f64)]
    struct Named {
        fc: Linear<Width, Width>,
        third: Linear<Heads, 3>,
    }
    fn forward(x: Tensor<Width>, y: Tensor<Heads, Width>) -> (Tensor<2, 6>, Tensor<3>, Tensor<Heads, 4>, Tensor<6>) {
        let h = x.fc();
        let both = stack(h, h.flip::<0>().roll::<0, -1>());
        let (a, b, c) = split::<2, Heads, 2>(h);
        let cut = h.slice::<0, 1..-1, step = 2>();
        let tail = h.slice::<0, -3..>().cumsum::<0>();
        let sums = matmul(y, h) + a + b * c + cut;
        let (low, _high) = split::<3, axis = 1>(y.slice::<1, 2..6>());
        let scaled = outer(sums, tail.max::<0, keep = true>().repeat::<0, 4>()) + y.slice::<1, 2..>().softmax::<0>();
        let last = dot(h, h).unsqueeze::<0>() * low.min::<1>().max::<0, keep = true>();
        (both, sums.third() + tail, scaled, last.repeat::<0, 6>())
    }
}

network! {
    /// The operations on sizes that are parameters.
    #[dtype(f64)]
    struct Generic<D: Dim> {
        fc: Linear<D, D>,
        out: Linear<2, 3>,
    }
    fn forward(x: Tensor<4, D>, y: Tensor<D>) -> (Tensor<D, 4>, Tensor<3>, Tensor<D>) {
        let h = y.fc();
        let t = x.transpose::<0, 1>().log_softmax::<0>();
        let scores = matmul(x, h);
        let pair = scores.slice::<0, 1..3>() + h.slice::<0, ..2>();
        let rows = stack(h, y.fc()).max::<0>();
        (t.flip::<1>().softmin::<0>(), pair.out(), rows.unsqueeze::<1>().squeeze::<1>().cumsum::<0>())
    }
}

network! {
    /// Logarithms of sums of exponentials over one axis, several and all, of sizes of each kind.
    #[dtype(f64)]
    struct LogSums<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<2, D, Width>, y: Tensor<D>) -> (Tensor<D>, Tensor<1>, Tensor<2, 1, 1>, Tensor<D, Width>, Tensor<1>) {
        let h = y.fc();
        let t = x * h.reshape::<D, 1>();
        let adjacent = t.logsumexp::<1, 2, keep = true>();
        (t.logsumexp::<0, 2>(), t.logsumexp(), adjacent, t.logsumexp::<0>(), h.logsumexp::<0>())
    }
}

network! {
    /// Windows of a sequence, and values looked up by an input of indices.
    #[dtype(f64)]
    struct Indexed {
        embed: Embedding<5, 4>,
        fc: Linear<4, 5>,
        out: Linear<5, 3>,
    }
    fn forward(words: Tensor<6, Class<5>>, last: Tensor<Class<6>>) -> (Tensor<3>, Tensor<3>, Tensor<2, 4, 3>, Tensor<6>) {
        let sequence = words.embed();
        let current = index_select(sequence, last).fc();
        let hot = index_select(words.one_hot(), last) * current;
        let windows = sequence.unfold::<0, 3, 2>();
        let chosen = index_select(current, words);
        (current.out(), hot.out(), windows, chosen)
    }
}

network! {
    /// A network of indices.
    #[dtype(f64)]
    struct Words {
        table: Embedding<5, 2>,
    }
    fn forward(words: Tensor<6, Class<5>>) -> Tensor<6, 2> {
        words.table().tanh()
    }
}

network! {
    /// Indices that the network computes, for everything that indices are an input of.
    #[dtype(f64)]
    struct Chosen {
        fc: Linear<4, 5>,
        embed: Embedding<5, 3>,
        words: Words,
        out: Linear<5, 2>,
    }
    fn forward(x: Tensor<6, 4>, at: Tensor<2, 5, Class<6>>) -> (
        Tensor<6, 5>, Tensor<6, 5>, Tensor<6, 6>, Tensor<1, 5>, Tensor<6, 1>, Tensor<2, 2>,
    ) {
        let h = x.fc();
        let best = h.argmax::<1>();
        let rows = index_select(h.transpose::<0, 1>(), best);
        let peak = gather(h, h.argmax::<0, keep = true>());
        let low = gather::<1>(h, h.relu().argmin::<-1, keep = true>());
        (best.one_hot() * h, concat::<1>(best.embed(), best.words()), rows, peak, low, gather(h, at).out())
    }
}

network! {
    /// Indices of sizes that are parameters.
    #[dtype(f64)]
    struct ChosenOf<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<3, D>, y: Tensor<D>) -> (Tensor<3, D>, Tensor<1, D>, Tensor<D>) {
        let h = x.fc();
        let _unread = h.argmin::<1>();
        (h.argmax::<1>().one_hot() * h, gather(h, h.argmin::<0, keep = true>()), y.fc().argmax::<0>().one_hot() + y)
    }
}

/// [`ArgMax`] and [`ArgMin`], whose outputs have no gradient, are checked in networks that use them.
#[test]
fn indices_pass_no_gradient() {
    assert_eq!(Op::ArgMax { axis: 1 }, <ArgMax<1> as Layer<shape![2, 3]>>::OP);
    assert_eq!(Op::ArgMin { axis: 0 }, <ArgMin<0> as Layer<shape![2, 3]>>::OP);
    check::<Tuple<(shape![6, 4], Indices<dim![6], shape![2, 5]>)>, dim![2], Chosen>(0..10);
    check::<Tuple<(shape![3, 4], shape![4])>, dim![2], ChosenOf<dim![4]>>(0..10);
}

#[test]
fn networks() {
    check::<shape![4, 6], dim![2], Attention>(0..5);
    check::<Tuple<(shape![6], shape![2, 6])>, dim![2], Named>(0..10);
    check::<Tuple<(shape![4, 5], shape![5])>, dim![2], Generic<dim![5]>>(0..10);
    check::<Tuple<(shape![2, 3, 6], shape![3])>, dim![2], LogSums<dim![3]>>(0..10);
    check::<Tuple<(Indices<dim![5], shape![6]>, Indices<dim![6]>)>, dim![2], Indexed>(0..10);
}
