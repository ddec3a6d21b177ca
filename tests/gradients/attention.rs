//! Attention, with its options and rotary position embeddings, as a layer of all lengths from 1 to 9 and over several blocks, and
//! in networks.

use crate::check;
use nn::Indices;
use nn::gradient_check::check_training;
use nn::layers::{
    Alibi, AllKeys, Attention, Causal, CausalWindow, DropWeights, GroupedQueries, HalvedPairs, InterleavedPairs,
    InverseRoot, Layer, Rotary, ScaleBy,
};
use nn::parameters::zeroed;
use nn::prelude::*;

/// Three operands: L queries and S keys of D elements, and values of V elements.
type Of<L, S, D, V> = Tuple<((L, D), (S, D), (S, V))>;

#[test]
fn lengths() {
    macro_rules! lengths {
        ($($length:literal)*) => {$(
            type Same = Of<N<$length>, N<$length>, N<6>, N<4>>;
            check::<Same, dim![2], Attention<N<2>>>(0..3);
            check::<Same, dim![1], Attention<N<2>, Causal>>(3..6);
            check::<Of<N<$length>, N<5>, N<3>, N<1>>, dim![2], Attention<N<1>, Causal>>(6..8);
            check::<Of<N<5>, N<$length>, N<3>, N<9>>, dim![2], Attention<N<3>>>(8..10);
            check::<Of<N<5>, N<$length>, N<1>, N<2>>, dim![2], Attention<N<1>, CausalWindow<N<2>>>>(10..12);
        )*};
    }
    macro_rules! each {
        ($($length:literal)*) => {$({ lengths!($length); })*};
    }
    each!(1 2 3 4 5 6 7 8 9);
}

#[test]
fn blocks_scales_and_masks() {
    check::<Of<N<67>, N<65>, N<2>, N<1>>, dim![1], Attention<N<1>, Causal>>(0..1);
    check::<Of<N<3>, N<131>, N<3>, N<1>>, dim![1], Attention<N<1>, CausalWindow<N<66>>>>(0..1);
    check::<Of<N<3>, N<4>, N<4>, N<2>>, dim![2], Attention<N<2>, AllKeys, ScaleBy<{ 2.5_f64.to_bits() }>>>(0..5);
    type Masked<L, S> = Tuple<((L, N<4>), (S, N<4>), (S, N<6>), (L, S))>;
    check::<Masked<N<3>, N<5>>, dim![2], Attention<N<2>>>(0..5);
    check::<Masked<N<6>, N<4>>, dim![2], Attention<N<2>, Causal>>(5..10);
}

/// With the number of keys of each sample, from 0 on, as the last operand.
#[test]
fn keys_up_to_lengths() {
    macro_rules! lengths {
        ($($keys:literal $below:literal)*) => {$({
            type In = Tuple<((N<5>, N<6>), (N<$keys>, N<6>), (N<$keys>, N<4>), Indices<N<$below>>)>;
            check::<In, dim![2], Attention<N<2>>>(0..3);
            check::<In, dim![3], Attention<N<2>, Causal>>(3..5);
            check::<In, dim![2], Attention<N<2>, Alibi<CausalWindow<N<3>>>>>(5..7);
            type Masked = Tuple<((N<2>, N<6>), (N<$keys>, N<3>), (N<$keys>, N<2>), (N<2>, N<$keys>), Indices<N<$below>>)>;
            check::<Masked, dim![3], Attention<GroupedQueries<N<2>, N<1>>>>(7..9);
        })*};
    }
    lengths!(1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10);
    check::<Tuple<((N<3>, N<2>), (N<131>, N<2>), (N<131>, N<1>), Indices<N<132>>)>, dim![2], Attention<N<1>>>(0..2);
}

#[test]
fn grouped_queries_and_alibi() {
    type Shared<L, S, D, K, V> = Tuple<((L, D), (S, K), (S, V))>;
    type Four<G> = Attention<GroupedQueries<N<4>, G>>;
    check::<Shared<N<3>, N<5>, N<8>, N<4>, N<6>>, dim![2], Four<N<2>>>(0..5);
    check::<Shared<N<6>, N<6>, N<4>, N<1>, N<3>>, dim![2], Four<N<1>>>(5..10);
    type Blocks = Attention<GroupedQueries<N<2>, N<1>>, Causal>;
    check::<Shared<N<3>, N<67>, N<2>, N<1>, N<1>>, dim![1], Blocks>(0..1);
    check::<Of<N<6>, N<6>, N<6>, N<4>>, dim![2], Attention<N<2>, Alibi<Causal>>>(0..5);
    check::<Of<N<5>, N<7>, N<3>, N<3>>, dim![2], Attention<N<3>, Alibi<CausalWindow<N<3>>>>>(5..10);
}

/// The same step computes the same mask in every pass.
#[test]
fn dropout() {
    fn check<In: nn::signal::Signal, B: Dim, L: Layer<In, f64>>(seeds: std::ops::Range<u64>) {
        let mut layer = zeroed::<L>();
        seeds.for_each(|seed| check_training::<In, B, L>(&mut *layer, seed));
    }
    macro_rules! lengths {
        ($($length:literal)*) => {$(
            type Tenth = DropWeights<100_000>;
            check::<Of<N<$length>, N<5>, N<6>, N<4>>, dim![2], Attention<N<2>, AllKeys, InverseRoot, Tenth>>(0..3);
            type Half = Attention<N<1>, Causal, InverseRoot, DropWeights<500_000>>;
            check::<Of<N<4>, N<$length>, N<3>, N<1>>, dim![3], Half>(3..6);
        )*};
    }
    macro_rules! each {
        ($($length:literal)*) => {$({ lengths!($length); })*};
    }
    each!(1 2 3 4 5 6 7 8 9);
    type Fifth = DropWeights<200_000>;
    check::<Of<N<67>, N<65>, N<2>, N<1>>, dim![1], Attention<N<1>, Causal, InverseRoot, Fifth>>(0..1);
    check::<Of<N<3>, N<131>, N<3>, N<1>>, dim![1], Attention<N<1>, AllKeys, InverseRoot, Fifth>>(0..1);
    type Masked<L, S> = Tuple<((L, N<4>), (S, N<4>), (S, N<6>), (L, S))>;
    check::<Masked<N<3>, N<5>>, dim![2], Attention<N<2>, AllKeys, InverseRoot, Fifth>>(0..5);
    type Near = Alibi<CausalWindow<N<3>>>;
    type Two4 = GroupedQueries<N<4>, N<2>>;
    type Shared<L, S, D, K, V> = Tuple<((L, D), (S, K), (S, V))>;
    type Grouped = Attention<Two4, Near, ScaleBy<{ 0.7_f64.to_bits() }>, Fifth>;
    check::<Shared<N<6>, N<6>, N<8>, N<4>, N<6>>, dim![2], Grouped>(5..10);
    // The lengths are random, from 0 to the number of keys.
    type Lengths<L, S, I> = Tuple<((L, N<4>), (S, N<4>), (S, N<6>), Indices<I>)>;
    check::<Lengths<N<3>, N<5>, N<6>>, dim![3], Attention<N<2>, AllKeys, InverseRoot, Fifth>>(0..5);
    check::<Lengths<N<6>, N<4>, N<5>>, dim![3], Attention<N<2>, Alibi<Causal>, InverseRoot, Fifth>>(5..10);
    check::<Lengths<N<2>, N<131>, N<132>>, dim![2], Attention<N<2>, AllKeys, InverseRoot, Fifth>>(10..12);
    type Both<L, S, I> = Tuple<((L, N<4>), (S, N<4>), (S, N<6>), (L, S), Indices<I>)>;
    check::<Both<N<3>, N<5>, N<6>>, dim![3], Attention<N<2>, AllKeys, InverseRoot, Fifth>>(12..17);
    check::<shape![5, 6], dim![2], Dropped>(0..5);
}

network! {
    #[dtype(f64)]
    struct Dropped {
        qkv: Linear<6, 24>,
        mask: Parameter<5, 5>,
    }
    fn forward(x: Tensor<5, 6>) -> Tensor<5, 8> {
        // Two uses have different masks.
        let (q, k, v) = chunk::<3, 1>(x.qkv());
        attention(q, k, v, heads = 2, dropout = 0.25) + attention(v, q, k, mask, causal = true, dropout = 0.5)
    }
}

#[test]
fn rotary() {
    check::<(N<5>, N<8>), dim![2], Rotary<N<2>>>(0..5);
    check::<(N<4>, N<6>), dim![2], Rotary<N<3>, HalvedPairs>>(5..10);
    check::<(N<3>, N<36>), dim![1], Rotary<N<1>, InterleavedPairs, { 100_f64.to_bits() }>>(10..12);
}

network! {
    #[dtype(f64)]
    struct SelfAttention {
        q: Linear<6, 8>,
        k: Linear<6, 8>,
        v: Linear<6, 4>,
        out: Linear<4, 6>,
        bias: Parameter<5, 5>,
    }
    fn forward(x: Tensor<5, 6>) -> (Tensor<5, 6>, Tensor<5, 4>) {
        // The same value as all operands, as operands in another order, and a mask with a gradient.
        let y = attention(x.q(), x.k(), x.v(), bias, heads = 2, causal = true).out();
        (attention(y, y, y, heads = 3), attention(x.k(), x.q(), x.v(), heads = 4))
    }
}

network! {
    #[dtype(f64)]
    struct Crossed<H: Dim> {
        q: Linear<6, H>,
        k: Linear<5, H>,
    }
    fn forward(x: Tensor<3, 6>, memory: Tensor<4, 5>) -> Tensor<3, 5> {
        attention(x.q(), memory.k(), memory, scale = 0.5)
    }
}

network! {
    #[dtype(f64)]
    struct Turned<H: Dim> {
        q: Linear<6, H>,
        k: Linear<6, H>,
        v: Linear<6, 4>,
    }
    fn forward(x: Tensor<3, 6>) -> Tensor<3, 4> {
        // Queries and keys of a size that is a parameter of the network, and keys that are read twice.
        let (q, k) = (x.q().rotary(), x.k().rotary::<interleaved = false>());
        attention(q, k, x.v(), causal = true, alibi = true) + attention(k, k, x.v())
    }
}

network! {
    #[dtype(f64)]
    struct Grouped {
        q: Linear<6, Width>,
        kv: Linear<6, 8>,
    }
    fn forward(x: Tensor<3, 6>, memory: Tensor<Keys, 6>) -> Tensor<3, Width> {
        let (k, v) = chunk::<2, 1>(memory.kv().rotary::<heads = 2>());
        attention(x.q().rotary::<heads = Heads>(), k, v, heads = Heads, kv_heads = Shared)
    }
}

type Shared = dim![2];
type Width = dim![8];
type Heads = dim![4];
type Keys = dim![7];

network! {
    #[dtype(f64)]
    struct Named {
        q: Linear<6, Width>,
        k: Linear<6, Width>,
    }
    fn forward(x: Tensor<3, 6>, memory: Tensor<Keys, 6>) -> Tensor<3, Width> {
        let keys = memory.k();
        attention(x.q(), keys, keys, heads = Heads, causal = true, window = 3)
    }
}

#[test]
fn networks() {
    check::<shape![5, 6], dim![2], SelfAttention>(0..5);
    check::<Tuple<(shape![3, 6], shape![4, 5])>, dim![2], Crossed<dim![6]>>(0..5);
    check::<Tuple<(shape![3, 6], shape![7, 6])>, dim![2], Named>(0..5);
    check::<shape![3, 6], dim![2], Turned<dim![4]>>(0..5);
    check::<Tuple<(shape![3, 6], shape![7, 6])>, dim![2], Grouped>(0..5);
}
