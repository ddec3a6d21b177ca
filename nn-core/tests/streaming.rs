//! Checks of layers that read a sequence step by step against their forward pass for the whole sequence.

use nn_core::dim::DividedBy;
use nn_core::simd::{Level, set_level};
use nn_core::{
    Alibi, Attention, Causal, CausalKeys, CausalWindow, Conv1d, CumSum, Depthwise, Dim, Elements, Float, Gelu,
    GroupedQueries, Groups, Gru, HalvedPairs, Init, InverseRoot, Layer, LayerNorm, Linear, Lstm, MatMul, N, NoBias,
    Projected, Relu, RmsNorm, Rnn, Rotary, ScaleBy, ScoreScale, Signal, Softmax, SoftmaxOver, Stacked, Streaming, Tanh,
    Tensor, Transposed, Tuple, Window, WithBias, rng, time_slice, zeroed,
};
use std::sync::{Mutex, MutexGuard};

/// The level of vector instructions belongs to the process, so one test runs at a time.
fn at(level: Level) -> MutexGuard<'static, ()> {
    static LOCK: Mutex<()> = Mutex::new(());
    let lock = LOCK.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    set_level(level);
    lock
}

/// Fills a slice with numbers from -1 to 1.
fn fill<T: Float>(slice: &mut [T], seed: u32) {
    for (i, x) in (0_u32..).zip(slice) {
        let number = (i + 1).wrapping_mul(2_654_435_769).wrapping_add(seed.wrapping_mul(40_503)) >> 8;
        *x = T::from_f64(f64::from(number) / f64::from(1 << 23) - 1.0);
    }
}

/// Calls `meet` with the indices of each element of index `time` along `axis`: in a batch with this shape of a sample, and in one
/// with a size of 1 along the axis.
fn at_time(dims: &[usize], axis: usize, time: usize, mut meet: impl FnMut(usize, usize), batch: usize) {
    let before: usize = batch * dims[..axis].iter().product::<usize>();
    let after: usize = dims[axis + 1..].iter().product();
    for i in 0..before {
        for j in 0..after {
            meet((i * dims[axis] + time) * after + j, i * after + j);
        }
    }
}

/// Computes all steps of a stream of `B` sequences, and compares them with `forward`: bit by bit, or within `tolerance`. `axes` are
/// the axes of time of the inputs, of which those after the last one have none, and `out` is that of the first output. The other
/// outputs have none: those after the last step are compared.
fn compare<L, X, B, T>(layer: &L, axes: &[usize], out: usize, tolerance: Option<f64>)
where
    X: Signal,
    L: Streaming<X, T>,
    B: Dim,
    T: Float,
{
    compare_after::<L, X, B, T>(layer, axes, out, 0, tolerance);
}

/// The same for inputs that begin with `padding` zeros along time, which the stream does not read.
fn compare_after<L, X, B, T>(layer: &L, axes: &[usize], out: usize, padding: usize, tolerance: Option<f64>)
where
    X: Signal,
    L: Streaming<X, T>,
    B: Dim,
    T: Float,
{
    let mut x = zeroed::<X::Owned<B, T>>();
    for (seed, part) in X::to_parts_mut::<B, T>(X::by_mut(&mut x)).into_iter().flatten().enumerate() {
        if let Elements::Floats(part) = part {
            fill(part, seed as u32);
            for time in 0..padding {
                at_time(X::DIMS[seed], axes[seed], time, |whole, _| part[whole] = T::ZERO, B::SIZE);
            }
        }
    }
    let mut y = zeroed::<<L::Out as Signal>::Owned<B, T>>();
    layer.forward::<B>(X::by_ref(&x), L::Out::by_mut(&mut y), &mut *zeroed());
    let mut state = zeroed::<L::State<B>>();
    let mut scratch = zeroed::<L::StepScratch<B>>();
    let steps = L::Out::DIMS[0][out];
    assert!(L::CAPACITY.is_none_or(|capacity| capacity == steps));
    let compare = |expected: T, found: T, time: usize, j: usize| {
        let is_same = match tolerance {
            None => expected.to_bits() == found.to_bits(),
            Some(tolerance) => (expected.to_f64() - found.to_f64()).abs() <= tolerance,
        };
        assert!(is_same, "step {time}, element {j}: {found} is not {expected}");
    };
    for time in 0..steps {
        let mut step = zeroed::<<L::Step as Signal>::Owned<B, T>>();
        let from = X::to_parts::<B, T>(X::by_ref(&x)).into_iter().flatten();
        let to = L::Step::to_parts_mut::<B, T>(L::Step::by_mut(&mut step)).into_iter().flatten();
        for (part, ((from, to), dims)) in from.zip(to).zip(X::DIMS).enumerate() {
            if let (Elements::Floats(from), Elements::Floats(to)) = (from, to) {
                match axes.get(part) {
                    Some(&axis) => at_time(dims, axis, padding + time, |whole, one| to[one] = from[whole], B::SIZE),
                    None => to.copy_from_slice(from),
                }
            }
        }
        let mut found = zeroed::<<L::StepOut as Signal>::Owned<B, T>>();
        let step = L::Step::by_ref(&step);
        layer.step::<B>(step, L::StepOut::by_mut(&mut found), &mut state, time, &mut scratch);
        let whole = L::Out::to_parts::<B, T>(L::Out::by_ref(&y)).map(|part| part.and_then(Elements::floats));
        let found =
            L::StepOut::to_parts::<B, T>(L::StepOut::by_ref(&found)).map(|part| part.and_then(Elements::floats));
        let mut parts = whole.into_iter().zip(found).filter_map(|(whole, found)| whole.zip(found));
        let (whole, found) = parts.next().unwrap();
        at_time(L::Out::DIMS[0], out, time, |i, j| compare(whole[i], found[j], time, j), B::SIZE);
        for (whole, found) in parts.filter(|_| time + 1 == steps) {
            assert_eq!(whole.len(), found.len());
            whole.iter().zip(found).enumerate().for_each(|(j, (&whole, &found))| compare(whole, found, time, j));
        }
    }
}

/// Compares streams of 1, 3 and 5 sequences at the baseline and at the widest level.
fn check<L, X, T>(layer: &L, axes: &[usize], out: usize)
where
    X: Signal,
    L: Streaming<X, T>,
    T: Float,
{
    for level in Level::all() {
        let _lock = at(level);
        let tolerance = if level == Level::BASELINE { None } else { Some(1e-6) };
        compare::<L, X, N<1>, T>(layer, axes, out, tolerance);
        compare::<L, X, N<3>, T>(layer, axes, out, tolerance);
        compare::<L, X, N<5>, T>(layer, axes, out, tolerance);
    }
}

/// Checks a layer with parameters.
fn check_init<L, X, T>(axes: &[usize], out: usize)
where
    X: Signal,
    L: Streaming<X, T> + Init,
    T: Float,
{
    let mut layer = zeroed::<L>();
    layer.init(&mut rng(1));
    check::<L, X, T>(&layer, axes, out);
}

#[test]
fn recurrent_layers() {
    type Few = (N<5>, N<3>);
    type Many = (N<9>, N<24>);
    check_init::<Gru<N<3>, N<4>>, Few, f32>(&[0], 0);
    check_init::<Lstm<N<3>, N<4>, NoBias, f64>, Few, f64>(&[0], 0);
    check_init::<Rnn<N<3>, N<4>, Relu>, Few, f32>(&[0], 0);
    check_init::<Rnn<N<3>, N<4>, Tanh, WithBias, f64>, Few, f64>(&[0], 0);
    check_init::<Gru<N<24>, N<70>>, Many, f32>(&[0], 0);
    check_init::<Lstm<N<24>, N<21>, WithBias, f32, 1, 2, 500_000>, Many, f32>(&[0], 0);
    check_init::<Gru<N<24>, N<21>, WithBias, f64, 1, 1>, Many, f64>(&[0], 0);
    check_init::<Lstm<N<3>, Projected<N<5>, N<2>>, WithBias, f64>, Few, f64>(&[0], 0);
    check_init::<Lstm<N<24>, Projected<N<21>, N<17>>, NoBias, f32, 1, 2>, Many, f32>(&[0], 0);
}

/// The states of one layer, and of several ones.
#[test]
fn recurrent_layers_with_initial_states() {
    type One<In, H> = Tuple<((N<5>, In), (H,))>;
    type Two<In, H, const MORE: usize> = Tuple<((N<9>, In), Rows<H, MORE>, Rows<H, MORE>)>;
    type Rows<H, const MORE: usize> = <H as Stacked<1, MORE>>::States;
    type CellRows<H, const MORE: usize> = <H as Stacked<1, MORE>>::CellStates;
    type Narrow<In, H, const MORE: usize> = Tuple<((N<9>, In), Rows<H, MORE>, CellRows<H, MORE>)>;
    check_init::<Gru<N<3>, N<4>>, One<N<3>, N<4>>, f32>(&[0], 0);
    check_init::<Rnn<N<3>, N<4>, Relu, NoBias, f64>, One<N<3>, N<4>>, f64>(&[0], 0);
    check_init::<Lstm<N<3>, N<4>>, Two<N<3>, N<4>, 0>, f32>(&[0], 0);
    check_init::<Lstm<N<24>, N<21>, WithBias, f32, 1, 2, 500_000>, Two<N<24>, N<21>, 2>, f32>(&[0], 0);
    check_init::<Gru<N<24>, N<70>, NoBias, f64, 1, 1>, Tuple<((N<4>, N<24>), (N<2>, N<70>))>, f64>(&[0], 0);
    type Small = Projected<N<5>, N<2>>;
    check_init::<Lstm<N<3>, Small, WithBias, f64>, Narrow<N<3>, Small, 0>, f64>(&[0], 0);
    type Large = Projected<N<21>, N<17>>;
    check_init::<Lstm<N<24>, Large, NoBias, f32, 1, 2>, Narrow<N<24>, Large, 2>, f32>(&[0], 0);
}

#[test]
fn layers_in_sequence() {
    type Sequence = (N<6>, N<4>);
    check_init::<[Gru<N<4>, N<4>>; 1], Sequence, f32>(&[0], 0);
    check_init::<[Lstm<N<4>, N<4>>; 2], Sequence, f32>(&[0], 0);
    check_init::<[Rnn<N<4>, N<4>>; 5], Sequence, f32>(&[0], 0);
    check::<[CumSum<0>; 0], Sequence, f32>(&[], &[0], 0);
}

/// Checks a causal convolution over `L` steps and the zeros before them.
fn check_conv<L, X, T>(reach: usize)
where
    X: Signal,
    L: Streaming<X, T> + Init,
    T: Float,
{
    let mut layer = zeroed::<L>();
    layer.init(&mut rng(1));
    for level in Level::all() {
        let _lock = at(level);
        let tolerance = if level == Level::BASELINE { None } else { Some(1e-6) };
        compare_after::<L, X, N<1>, T>(&layer, &[1], 1, reach, tolerance);
        compare_after::<L, X, N<3>, T>(&layer, &[1], 1, reach, tolerance);
        compare_after::<L, X, N<5>, T>(&layer, &[1], 1, reach, tolerance);
    }
}

#[test]
fn causal_convolutions() {
    type Dilated<K, D> = Window<K, N<1>, N<0>, D>;
    check_conv::<Conv1d<N<2>, N<3>, N<1>>, (N<2>, N<5>), f32>(0);
    check_conv::<Conv1d<N<2>, N<3>, N<3>>, (N<2>, N<9>), f32>(2);
    check_conv::<Conv1d<N<4>, N<6>, Dilated<N<3>, N<2>>, Groups<N<2>>, NoBias, f64>, (N<4>, N<17>), f64>(4);
    check_conv::<Conv1d<N<3>, N<3>, Dilated<N<2>, N<4>>, Depthwise>, (N<3>, N<15>), f32>(4);
    check_conv::<Conv1d<N<40>, N<33>, Dilated<N<3>, N<2>>>, (N<40>, N<12>), f32>(4);
    // More taps than a table of the kernel for large batches has.
    check_conv::<Conv1d<N<2>, N<3>, N<70>>, (N<2>, N<80>), f32>(69);
}

/// Checks attention of `H` heads over `L` steps.
fn check_attention<H, L, D, V, Keys, Scale, T>()
where
    H: Dim,
    L: Dim,
    D: Dim + DividedBy<H>,
    V: Dim + DividedBy<H>,
    Keys: CausalKeys,
    Scale: ScoreScale,
    T: Float,
{
    check::<_, Tuple<((L, D), (L, D), (L, V))>, T>(&Attention::<H, Keys, Scale>::new(), &[0, 0, 0], 0);
}

#[test]
fn causal_attention() {
    check_attention::<N<2>, N<7>, N<6>, N<4>, Causal, InverseRoot, f32>();
    check_attention::<N<1>, N<2>, N<3>, N<5>, Causal, ScaleBy<{ 0.3_f64.to_bits() }>, f64>();
    // Several blocks of keys, in plain loops and in matrix products.
    check_attention::<N<2>, N<150>, N<6>, N<10>, Causal, InverseRoot, f32>();
    check_attention::<N<2>, N<150>, N<34>, N<38>, Causal, InverseRoot, f32>();
    check_attention::<N<1>, N<130>, N<18>, N<9>, Causal, InverseRoot, f64>();
}

#[test]
fn attention_with_a_window() {
    check_attention::<N<2>, N<30>, N<6>, N<4>, CausalWindow<N<5>>, InverseRoot, f32>();
    check_attention::<N<2>, N<150>, N<6>, N<10>, CausalWindow<N<70>>, InverseRoot, f32>();
    check_attention::<N<1>, N<150>, N<34>, N<38>, CausalWindow<N<9>>, InverseRoot, f32>();
    check_attention::<N<1>, N<200>, N<34>, N<18>, CausalWindow<N<100>>, InverseRoot, f64>();
    check_attention::<N<1>, N<9>, N<3>, N<3>, CausalWindow<N<1>>, InverseRoot, f32>();
    check_attention::<N<1>, N<9>, N<3>, N<3>, CausalWindow<N<20>>, InverseRoot, f32>();
}

type Grouped<L> = Tuple<((L, N<24>), (L, N<8>), (L, N<4>))>;

fn check_grouped<L: Dim, Keys: CausalKeys, T: Float>() {
    let heads = Attention::<GroupedQueries<N<6>, N<2>>, Keys>::new();
    check::<_, Grouped<L>, T>(&heads, &[0, 0, 0], 0);
}

/// Three heads of queries share one of keys and values.
#[test]
fn grouped_queries() {
    check_grouped::<N<9>, Causal, f32>();
    check_grouped::<N<150>, CausalWindow<N<70>>, f64>();
}

#[test]
fn attention_with_alibi() {
    check_grouped::<N<70>, Alibi<Causal>, f32>();
    check_grouped::<N<150>, Alibi<CausalWindow<N<70>>>, f64>();
    check_attention::<N<3>, N<140>, N<12>, N<6>, Alibi<Causal>, InverseRoot, f32>();
}

#[test]
fn rotary_positions() {
    check::<_, (N<9>, N<12>), f32>(&Rotary::<N<3>>::new(), &[0], 0);
    check::<_, (N<9>, N<12>), f64>(&Rotary::<N<1>, HalvedPairs, { 500_f64.to_bits() }>::new(), &[0], 0);
}

#[test]
fn cumulative_sums() {
    check::<_, (N<7>,), f32>(&CumSum::<0>, &[0], 0);
    check::<_, (N<9>, N<3>), f64>(&CumSum::<0>, &[0], 0);
    check::<_, (N<2>, N<9>, N<3>), f32>(&CumSum::<1>, &[1], 1);
    check::<_, (N<2>, N<9>), f32>(&CumSum::<1>, &[1], 1);
}

/// Each step is a slice of the whole tensor; a step that does not exist leaves the output as it is.
#[test]
fn steps_of_a_stored_tensor() {
    type Stored = (N<2>, N<4>, N<3>);
    let stored = Tensor::<Stored>::from_fn(|[i, t, j]| (100 * i + 10 * t + j) as f32);
    for time in 0..5 {
        type Step = Tensor<(N<2>, N<2>, N<1>, N<3>)>;
        let mut y = Step::full(-1.0);
        time_slice::<Stored, 1, N<2>, f32>(&stored, time, &mut y);
        let expected = |i: usize, j: usize| if time < 4 { (100 * i + 10 * time + j) as f32 } else { -1.0 };
        assert_eq!(*y, *Step::from_fn(|[_, i, _, j]| expected(i, j)));
    }
}

/// A layer over other axes computes each step as it computes the whole sequence: bit by bit at the baseline.
fn same_by_step<L, X, One, B, T>(layer: &L, axis: usize)
where
    X: Signal,
    One: Signal,
    L: Layer<X, T> + Layer<One, T>,
    B: Dim,
    T: Float,
{
    let _lock = at(Level::BASELINE);
    let mut x = zeroed::<X::Owned<B, T>>();
    if let [Some(Elements::Floats(x)), ..] = X::to_parts_mut::<B, T>(X::by_mut(&mut x)) {
        fill(x, 1);
    }
    type Out<L, X, T> = <L as Layer<X, T>>::Out;
    let mut y = zeroed::<<Out<L, X, T> as Signal>::Owned<B, T>>();
    Layer::<X, T>::forward::<B>(layer, X::by_ref(&x), <Out<L, X, T>>::by_mut(&mut y), &mut *zeroed());
    let whole = <Out<L, X, T>>::to_parts::<B, T>(<Out<L, X, T>>::by_ref(&y))[0].unwrap().floats().unwrap();
    for time in 0..X::DIMS[0][axis] {
        let mut step = zeroed::<One::Owned<B, T>>();
        let from = X::to_parts::<B, T>(X::by_ref(&x))[0].unwrap().floats().unwrap();
        if let [Some(Elements::Floats(to)), ..] = One::to_parts_mut::<B, T>(One::by_mut(&mut step)) {
            at_time(X::DIMS[0], axis, time, |whole, one| to[one] = from[whole], B::SIZE);
        }
        let mut found = zeroed::<<Out<L, One, T> as Signal>::Owned<B, T>>();
        let scratch = &mut *zeroed();
        Layer::<One, T>::forward::<B>(layer, One::by_ref(&step), <Out<L, One, T>>::by_mut(&mut found), scratch);
        let found = <Out<L, One, T>>::to_parts::<B, T>(<Out<L, One, T>>::by_ref(&found))[0].unwrap().floats().unwrap();
        let same = |i: usize, j: usize| {
            let (expected, found): (T, T) = (whole[i], found[j]);
            assert_eq!(expected.to_bits(), found.to_bits(), "step {time}, element {j}: {found} is not {expected}");
        };
        at_time(<Out<L, X, T>>::DIMS[0], axis, time, same, B::SIZE);
    }
}

/// A column of a product is bit-identical for any number of columns.
fn by_column<M: Dim, K: Dim, S: Dim, T: Float>() {
    let _lock = at(Level::BASELINE);
    let mut a = zeroed::<Tensor<(N<2>, M, K), T>>();
    let mut b = zeroed::<Tensor<(N<2>, K, S), T>>();
    fill(a.as_mut_slice(), 1);
    fill(b.as_mut_slice(), 2);
    let mut whole = zeroed::<Tensor<(N<2>, M, S), T>>();
    Layer::<Tuple<((M, K), (K, S))>, T>::forward(&MatMul, (&a, &b), &mut whole, &mut ());
    for time in 0..S::SIZE {
        let column = Tensor::<(N<2>, K, N<1>), T>::from_fn(|[i, k, _]| b[[i, k, time]]);
        let mut found = zeroed::<Tensor<(N<2>, M, N<1>), T>>();
        Layer::<Tuple<((M, K), (K, N<1>))>, T>::forward(&MatMul, (&a, &column), &mut found, &mut ());
        let is_same = |[i, m]: [usize; 2]| whole[[i, m, time]].to_bits() == found[[i, m, 0]].to_bits();
        assert!((0..2 * M::SIZE).all(|at| is_same([at / M::SIZE, at % M::SIZE])), "column {time}");
    }
}

#[test]
fn products_by_column() {
    by_column::<N<3>, N<5>, N<4>, f32>();
    by_column::<N<16>, N<16>, N<16>, f32>();
    by_column::<N<1>, N<70>, N<33>, f64>();
    by_column::<N<64>, N<150>, N<40>, f32>();
    by_column::<N<130>, N<1>, N<9>, f64>();
}

/// The same for a layer with parameters, for batches of 1, 3 and 5.
fn by_step<L, X, One, T>(axis: usize)
where
    X: Signal,
    One: Signal,
    L: Layer<X, T> + Layer<One, T>,
    T: Float,
{
    let mut layer = zeroed::<L>();
    fill(layer.as_mut_slice(), 7);
    same_by_step::<L, X, One, N<1>, T>(&layer, axis);
    same_by_step::<L, X, One, N<3>, T>(&layer, axis);
    same_by_step::<L, X, One, N<5>, T>(&layer, axis);
}

#[test]
fn layers_over_other_axes() {
    by_step::<Linear<N<3>, N<5>>, (N<7>, N<3>), (N<1>, N<3>), f32>(0);
    by_step::<Linear<N<16>, N<16>>, (N<9>, N<16>), (N<1>, N<16>), f32>(0);
    by_step::<Linear<N<150>, N<37>, WithBias, f64>, (N<9>, N<150>), (N<1>, N<150>), f64>(0);
    by_step::<Linear<N<20>, N<37>, NoBias>, (N<2>, N<9>, N<20>), (N<2>, N<1>, N<20>), f32>(1);
    by_step::<Transposed<Linear<N<37>, N<90>>>, (N<9>, N<90>), (N<1>, N<90>), f32>(0);
    by_step::<LayerNorm<(N<70>,)>, (N<9>, N<70>), (N<1>, N<70>), f32>(0);
    by_step::<RmsNorm<(N<70>,)>, (N<9>, N<70>), (N<1>, N<70>), f32>(0);
    by_step::<Softmax, (N<9>, N<70>), (N<1>, N<70>), f32>(0);
    by_step::<SoftmaxOver<0>, (N<7>, N<9>), (N<7>, N<1>), f32>(1);
    by_step::<Gelu, (N<9>, N<7>), (N<1>, N<7>), f32>(0);
    by_step::<Tanh, (N<9>, N<7>), (N<1>, N<7>), f64>(0);
    by_step::<Conv1d<N<70>, N<9>, N<1>>, (N<70>, N<9>), (N<70>, N<1>), f32>(1);
}
