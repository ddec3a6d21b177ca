//! Networks with an axis of time: their steps give what the whole network gives, bit by bit at the baseline level.

#[path = "cases/steps.rs"]
mod steps;

use nn::layers::Streaming;
use nn::prelude::*;
use nn::simd::Level;
use nn::{Stream, StreamingNetwork};
use steps::{Axes, at};

/// Checks the steps of one and of three sequences.
fn check<Net>(axes_in: Axes, axes_out: Axes, steps: usize)
where
    Net: StreamingNetwork + Network<Elem = f32>,
{
    // The layers of a network add up their roundings.
    steps::check::<Net>([axes_in, axes_out], steps, 5e-6).unwrap();
}

const FIRST: Axes = &[Some(0)];

network! {
    struct Tags {
        embed: Embedding<50, 8>,
        pos: Parameter<6, 8, init = nn::init::XavierNormal>,
        fc: Linear<8, 5>,
    }
    fn forward(tokens: Tensor<time = 6, Class<50>>) -> Tensor<time = 6, 5> {
        (tokens.embed() + pos).relu().fc().softmax()
    }
}

#[test]
fn stored_positions_are_elements_of_the_step() {
    check::<Tags>(FIRST, FIRST, 6);
    assert_eq!(<Tags as Streaming<_>>::CAPACITY, Some(6));
}

network! {
    struct Views {
        fc: Linear<4, 4>,
        out: Linear<8, 3>,
        norm: LayerNorm<8>,
    }
    fn forward(x: Tensor<time = 5, 2, 4>, bias: Tensor<8>) -> (Tensor<time = 5, 3>, Tensor<8, time = 5>, Tensor<3>) {
        let h = x.reshape::<10, 4>().fc().gelu().reshape::<5, 8>() + bias;
        let y = h.norm().out();
        (y, h.permute::<1, 0>(), y.select::<0, -1>())
    }
}

#[test]
fn views_and_permutations_keep_the_axis_of_time() {
    check::<Views>(&[Some(0), None], &[Some(0), Some(1), None], 5);
}

network! {
    struct Next {
        embed: Embedding<50, 8>,
        gru: Gru<8, 12>,
        out: Linear<12, 50>,
    }
    fn forward(tokens: Tensor<time = 7, Class<50>>) -> Tensor<7, 50> {
        tokens.embed().gru().out()
    }
}

#[test]
fn recurrent_layers_keep_their_states() {
    check::<Next>(FIRST, FIRST, 7);
    assert_eq!(<Next as Streaming<_>>::CAPACITY, None);
}

network! {
    /// A start that is trained, one that is computed from an input without time, and one that is 0.
    struct Starts {
        start: Parameter<6, init = nn::init::XavierNormal>,
        zeros: Buffer<3, 4>,
        gru: Gru<3, 6>,
        cell: Linear<2, 4>,
        lstm: Lstm<6, 4, layers = 3>,
        rnn: Rnn<4, 2>,
    }
    fn forward(x: Tensor<3, time = 7>, h: Tensor<2>, c: Tensor<3, 2>) -> (
        Tensor<time = 7, 2>,
        Tensor<6>,
        Tensor<3, 4>,
        Tensor<2>,
    ) {
        let (y, last) = gru(x.permute::<1, 0>(), start);
        let (y, hidden, cell) = lstm(y, zeros, c.cell().tanh());
        let (y, _) = y.rnn(h * 0.5);
        let (_, again) = gru(x.permute::<1, 0>() * 0.5, start);
        (y, last + again.tanh(), hidden * cell, y.select::<0, -1>())
    }
}

network! {
    /// Hidden states that are projections of the units, with initial states and without.
    struct NarrowStarts {
        lstm: Lstm<3, 6, proj_size = 2, layers = 2>,
        cell: Linear<2, 5>,
        out: Lstm<2, 5, proj_size = 3, bias = false>,
        last: Lstm<_, 4, proj_size = 2>,
    }
    fn forward(x: Tensor<time = 7, 3>, h: Tensor<2, 2>, c: Tensor<2, 6>, s: Tensor<3>) -> (
        Tensor<time = 7, 2>,
        Tensor<2, 2>,
        Tensor<2, 6>,
        Tensor<5>,
    ) {
        let (y, h, c) = lstm(x, h, c);
        let (y, s, of_cell) = out(y, s * 0.5, s.slice::<0, ..2>().cell().tanh());
        (y.last(), h, c, of_cell + s.sum())
    }
}

network! {
    /// States of nested networks and of the layers of an array.
    struct StartsInside {
        starts: Starts,
        layers: [Gru<2, 2>; 3],
    }
    fn forward(x: Tensor<3, time = 7>, h: Tensor<2>, c: Tensor<3, 2>) -> (Tensor<time = 7, 2>, Tensor<2>) {
        let (y, _, _, last) = starts(x, h, c);
        let mut y: Tensor<time = 7, 2> = y;
        let last: Tensor<2> = last;
        let mut sum = last;
        for layer in layers {
            let (z, end) = layer(y, h);
            y = z;
            sum = sum + end;
        }
        (y, sum)
    }
}

#[test]
fn recurrent_layers_begin_with_states() {
    check::<Starts>(&[Some(1), None, None], &[Some(0), None, None, None], 7);
    check::<StartsInside>(&[Some(1), None, None], &[Some(0), None], 7);
    check::<NarrowStarts>(&[Some(0), None, None, None], &[Some(0), None, None, None], 7);
    assert_eq!(Stream::<Starts>::CAPACITY, None);
}

/// The first step alone reads the initial state, also after `reset`.
#[test]
fn initial_state_is_read_at_the_first_step() {
    let _alone = at(Level::BASELINE);
    let net = Starts::new(4);
    let mut stream = Stream::<Starts>::new();
    let x = |t: usize| Tensor::<shape![1, 3, 1]>::from_fn(|[_, i, _]| ((5 * t + i) as f32).cos());
    let (h, c) = (Tensor::<shape![1, 2]>::full(0.5), Tensor::<shape![1, 3, 2]>::full(-0.25));
    let (other_h, other_c) = (Tensor::full(-3.0), Tensor::full(2.0));
    let steps: Vec<_> = (0..3).map(|t| stream.step(&net, (&x(t), &h, &c)).unwrap().0).collect();
    stream.reset();
    let again = |t: usize| match t {
        0 => stream.step(&net, (&x(t), &h, &c)).unwrap().0,
        _ => stream.step(&net, (&x(t), &other_h, &other_c)).unwrap().0,
    };
    assert_eq!((0..3).map(again).collect::<Vec<_>>(), steps);
    stream.reset();
    assert_ne!(stream.step(&net, (&x(0), &other_h, &other_c)).unwrap().0, steps[0]);
}

network! {
    struct Waves {
        lift: Conv1d<3, 6, kernel = 1>,
        first: Conv1d<6, 6, kernel = 3>,
        second: Conv1d<6, 6, kernel = 3, dilation = 2, groups = 3>,
        third: Conv1d<6, 6, kernel = 2, dilation = 4, groups = 6>,
        norm: BatchNorm1d<6>,
        gru: Gru<6, 5>,
        lstm: Lstm<5, 4, layers = 2>,
        rnn: [Rnn<4, 4>; 2],
    }
    fn forward(x: Tensor<3, time = 9>) -> (Tensor<time = 9, 4>, Tensor<4>) {
        let a = x.lift();
        let b = a + a.zero_pad::<2, 0>().first().relu();
        let c = b + b.zero_pad::<4, 0>().second().norm().gelu();
        let d: Tensor<6, time = 9> = c + c.zero_pad::<4, 0>().third().tanh();
        let y = d.permute::<1, 0>().gru().lstm().rnn();
        (y, y.select::<0, -1>())
    }
}

#[test]
fn causal_convolutions_keep_the_steps_that_they_cover() {
    check::<Waves>(&[Some(1)], &[Some(0), None], 9);
}

network! {
    struct Gate {
        gru: Gru<6, 6>,
        norm: RmsNorm<6>,
    }
    fn forward(x: Tensor<time = 5, 6>) -> Tensor<time = 5, 6> {
        x + x.norm().gru()
    }
}

network! {
    struct Ends {
        gru: Gru<6, 4>,
    }
    fn forward(x: Tensor<time = 5, 6>, scale: Tensor<4>) -> (Tensor<time = 5, 4>, Tensor<4>) {
        let h = x.gru();
        (h * scale, h.select::<0, -1>())
    }
}

network! {
    struct Nested {
        into: Linear<3, 6>,
        gates: [Gate; 2],
        more: [Gate; 2],
        ends: Ends,
        out: Linear<4, 2>,
    }
    fn forward(x: Tensor<time = 5, 3>, scale: Tensor<4>) -> (Tensor<time = 5, 2>, Tensor<2>) {
        let mut h = x.into();
        for gate in gates {
            h = gate(h);
        }
        let (steps, last) = ends(h.more(), scale);
        let steps: Tensor<time = 5, 4> = steps;
        let last: Tensor<4> = last;
        (steps.out(), last.out())
    }
}

#[test]
fn nested_networks_keep_their_states() {
    check::<Nested>(&[Some(0), None], &[Some(0), None], 5);
}

network! {
    struct Sized<S: Dim, H: Dim> {
        pos: Parameter<S, H, init = nn::init::XavierNormal>,
        gru: [Gru<H, H>; 2],
        out: Linear<H, 3>,
    }
    fn forward(x: Tensor<time = S, H>) -> Tensor<time = S, 3> {
        (x + pos).gru().out()
    }
}

type Steps = dim![4];

network! {
    struct Named {
        lift: Linear<2, 6>,
        inner: Sized<Steps, dim![6]>,
        buffer: Buffer<3, Steps, init = nn::init::Ones>,
    }
    fn forward(x: Tensor<time = Steps, 2>) -> Tensor<3, time = Steps> {
        let y: Tensor<Steps, 3> = x.lift().inner();
        y.permute::<1, 0>() * buffer - 0.5
    }
}

#[test]
fn lengths_may_be_names() {
    check::<Sized<dim![5], dim![4]>>(FIRST, FIRST, 5);
    check::<Named>(FIRST, &[Some(1)], 4);
    assert_eq!(<Named as Streaming<_>>::CAPACITY, Some(4));
}

network! {
    struct Block {
        norm: LayerNorm<8>,
        q: Linear<8, 8>,
        k: Linear<8, 8>,
        v: Linear<8, 8>,
        proj: Linear<8, 8>,
        up: Linear<8, 16>,
        down: Linear<16, 8>,
    }
    fn forward(x: Tensor<time = 40, 8>) -> Tensor<40, 8> {
        let h = x.norm();
        let seen = attention::<heads = 2, causal = true>(h.q(), h.k(), h.v());
        let h = x + seen.proj().dropout::<0.5>();
        h + h.norm().up().gelu().down()
    }
}

network! {
    struct Text {
        embed: Embedding<30, 8>,
        pos: Parameter<40, 8, init = nn::init::XavierNormal>,
        blocks: [Block; 2],
        weight: Parameter<6, 8, init = nn::init::XavierNormal>,
        q: Tied<weight>,
        out: Tied<embed>,
    }
    fn forward(tokens: Tensor<time = 40, Class<30>>) -> (Tensor<40, 30>, Tensor<40, 6>) {
        let mut h = tokens.embed() + pos;
        for block in blocks {
            h = block(h);
        }
        let q = h.q();
        (h.out(), attention::<causal = true, window = 5>(q, q, q))
    }
}

#[test]
fn attention_keeps_keys_and_values() {
    check::<Text>(FIRST, &[Some(0), Some(0)], 40);
    assert_eq!([Stream::<Text>::CAPACITY, Stream::<Block>::CAPACITY], [Some(40); 2]);
}

network! {
    struct Counts {
        fc: Linear<4, 3>,
        table: Parameter<4, 2, 6, init = nn::init::XavierNormal>,
    }
    fn forward(x: Tensor<4, time = 6>, mask: Tensor<2, time = 6, Class<3>>) -> (Tensor<time = 6, 3>, Tensor<4, 2, time = 6>) {
        let sums = x.cumsum::<1>();
        let seen = mask.one_hot().permute::<0, 2, 1>().cumsum::<2>().mean::<1>();
        let all = table * seen + sums.reshape::<4, 1, 6>();
        (sums.permute::<1, 0>().fc(), all)
    }
}

#[test]
fn cumulative_sums_keep_their_sums() {
    check::<Counts>(&[Some(1), Some(1)], &[Some(0), Some(2)], 6);
}

network! {
    struct Many {
        lift: Linear<6, 8>,
        layer: LayerNorm<8>,
        rms: RmsNorm<2, 4>,
        batch: BatchNorm1d<8>,
        slope: PRelu<8>,
        pair: Bilinear<8, 4, 4>,
        table: Embedding<9, 4, padding_idx = 0>,
        weights: Parameter<8, 4, init = nn::init::XavierNormal>,
        rows: Parameter<3, 8, init = nn::init::XavierNormal>,
        heads: Parameter<2, 4, 4, init = nn::init::XavierNormal>,
        left: Parameter<8, 8, init = nn::init::XavierNormal>,
        keys: Buffer<3, 8, init = nn::init::Ones>,
    }
    fn forward(x: Tensor<time = 6, 6>, words: Tensor<time = 6, Class<9>>, scale: Tensor<8>) -> (
        Tensor<time = 6, 8>,
        Tensor<8, time = 6>,
        Tensor<4>,
        Tensor<time = 6, 3>,
    ) {
        let h = x.lift().dropout::<0.5>() * scale;
        let a = h.layer().gelu() + h.reshape::<6, 2, 4>().rms().reshape::<6, 8>();
        let b = matmul(a, weights) + words.table();
        let (c, d) = split::<4, axis = 1>(a);
        let e = concat::<1>(c.softmax(), d.sigmoid() * b.tanh());
        let columns = matmul(left, e.permute::<1, 0>().batch()).slope() + einsum("ij,tj->it", left, a);
        let f = einsum("thd,hde->the", e.reshape::<6, 2, 4>(), heads).max::<1>();
        let g = stack::<1>(b, f).sum::<2>().log_softmax::<1>().mean::<1>();
        let seen = attention::<heads = 2>(e, rows, keys);
        let picked = f.argmax::<1>().one_hot() + pair(seen, b);
        let pooled = picked.reshape::<6, 2, 2>().avg_pool::<2, 1>().reshape::<6, 2>();
        let last = (pooled.glu::<1>() + g.unsqueeze::<1>()).expand::<6, 4>().select::<0, -1>();
        let three = e.slice::<1, 1..7, step = 2>().flip::<1>().cumsum::<1>().hardtanh();
        (seen.roll::<1, 3>() + a, columns, last, three)
    }
}

#[test]
fn what_does_not_look_along_time_is_computed_as_it_is() {
    check::<Many>(&[Some(0), Some(0), None], &[Some(0), Some(1), None, Some(0)], 6);
}

network! {
    #[dtype(f64)]
    #[derive(Clone)]
    #[budget(stream <= 1_000)]
    struct Double {
        time: Gru<3, 4>,
        state: Gru<4, 4>,
    }
    fn forward(state: Tensor<time = 5, 3>) -> Tensor<5, 4> {
        let time = state.time().relu();
        time.state().relu() + time
    }
}

nn::budget!(Sized<dim![5], dim![4]>, stream <= 4_000);

#[test]
fn values_and_layers_may_have_any_name() {
    let net = Double::new(1);
    let x = Tensor::<shape![2, 5, 3], f64>::from_fn(|[b, t, i]| ((17 * b + 5 * t + i) as f64).sin());
    let whole = net.forward(&x);
    let mut stream = Stream::<Double, dim![2]>::new();
    for t in 0..5 {
        let step = Tensor::<shape![2, 1, 3], f64>::from_fn(|[b, _, i]| x[[b, t, i]]);
        let y = stream.step(&net, &step).unwrap();
        let differ = (0..8).find(|i| (y[[i / 4, 0, i % 4]] - whole[[i / 4, t, i % 4]]).abs() > 1e-12);
        assert_eq!(differ, None, "step {t}");
    }
}

network! {
    struct Channels {
        lift: Linear<6, 9>,
        out: Linear<9, 3>,
    }
    fn forward(x: Tensor<time = 7, 6>) -> (
        Tensor<9, time = 7>,
        Tensor<9, time = 7>,
        Tensor<3, time = 7, 3>,
        Tensor<time = 7, 3>,
    ) {
        let h = x.lift().permute::<1, 0>();
        let soft = h.softmax::<0>() + h.log_softmax::<0>() * h.softmin::<0>();
        let scaled = (h - h.mean::<0, keep = true>()) / (h.std::<0, keep = true>() + h.norm::<0, keep = true>());
        let parts = h.reshape::<3, 3, 7>().permute::<0, 2, 1>();
        let sums = parts * parts.sum::<0, 2, keep = true>() + parts.logsumexp::<0, keep = true>();
        (soft, scaled, sums, scaled.permute::<1, 0>().out())
    }
}

network! {
    /// The outputs of nested networks are those of the network, whose declaration states their shapes.
    struct Passed {
        lift: Linear<3, 6>,
        gate: Gate,
        ends: Ends,
    }
    fn forward(x: Tensor<time = 5, 3>, scale: Tensor<4>) -> (Tensor<time = 5, 6>, Tensor<5, 4>, Tensor<4>) {
        let h = x.lift();
        let (steps, last) = ends(h, scale);
        (h.gate(), steps, last)
    }
}

#[test]
fn outputs_of_nested_networks_are_outputs() {
    check::<Passed>(&[Some(0), None], &[Some(0), Some(0), None], 5);
}

#[test]
fn sums_over_axes_before_time_have_the_order_of_the_whole() {
    check::<Channels>(FIRST, &[Some(1), Some(1), Some(1), Some(0)], 7);
}

network! {
    struct Leaky {
        gate: Linear<9, 6>,
        input: Linear<3, 6>,
    }
    fn forward(x: Tensor<3>, h: Tensor<6>) -> (Tensor<2>, Tensor<6>) {
        let gate = concat(x, h).gate().sigmoid();
        let h = gate * h + (1 - gate) * x.input();
        (h.slice::<0, 2..4>().sin(), h)
    }
}

network! {
    struct Scanned {
        lift: Linear<4, 3>,
        steps: nn::layers::Scan<Leaky>,
        start: Parameter<6, init = nn::init::XavierNormal>,
    }
    fn forward(x: Tensor<time = 8, 4>, h: Tensor<6>) -> (Tensor<time = 8, 2>, Tensor<6>, Tensor<6>) {
        let (y, last) = steps(x.lift(), start);
        let (_y, other) = steps(x.lift(), h);
        let y: Tensor<time = 8, 2> = y;
        let last: Tensor<6> = last;
        let other: Tensor<6> = other;
        (y.tanh(), last * 0.5, other)
    }
}

network! {
    /// As many steps as the state has elements: the outputs that are declared without `time = ` are states.
    struct ScannedSquare {
        steps: nn::layers::Scan<Leaky>,
        start: Buffer<6>,
        fc: Linear<6, 2>,
    }
    fn forward(x: Tensor<time = 6, 3>) -> (Tensor<time = 6, 2>, Tensor<2>, Tensor<6>) {
        let (y, last) = steps(x, start);
        let (y_again, end) = steps(x * 0.5, start);
        let y: Tensor<time = 6, 2> = y;
        let y_again: Tensor<time = 6, 2> = y_again;
        let last: Tensor<6> = last;
        (y * y_again, last.fc(), end)
    }
}

#[test]
fn scan_keeps_the_state_of_its_cell() {
    check::<Scanned>(&[Some(0), None], &[Some(0), None, None], 8);
    check::<ScannedSquare>(FIRST, &[Some(0), None, None], 6);
    assert_eq!(Stream::<Scanned>::CAPACITY, None);
}

/// The number of steps is inferred; the end is an error that reads nothing.
#[test]
fn several_steps_are_read_at_once() {
    let net = Text::new(1);
    let tokens = Tensor::<shape![1, 39], Class<dim![30]>>::from_fn(|[_, t]| Class::new(7 * t % 30).unwrap());
    let mut stream = Stream::<Text>::boxed();
    let first = stream.prefill(&net, &tokens).unwrap();
    let two = Tensor::<shape![1, 2], Class<dim![30]>>::zeros();
    let mut y = nn::boxed_clone(&*first);
    let (scores, q) = (&mut y.0, &mut y.1);
    assert_eq!(stream.prefill_into(&net, &two, (scores, q)), Err(nn::EndOfSequence { steps: 40 }));
    assert_eq!((stream.steps(), y.0 == first.0), (39, true));
    assert!(stream.step(&net, &Tensor::zeros()).is_ok());
}

#[test]
fn bytes_are_those_of_a_stream() {
    assert_eq!(Next::STREAM_BYTES, size_of::<Stream<Next>>());
    assert_eq!(Starts::STREAM_BYTES, size_of::<Stream<Starts>>());
    assert_eq!(Double::STREAM_BYTES, size_of::<Stream<Double>>());
    assert_eq!(Sized::<dim![5], dim![4]>::STREAM_BYTES, size_of::<Stream<Sized<dim![5], dim![4]>>>());
    // The keys and values of 40 steps, two blocks with features of 8, and one with 6 and a window of 5.
    let kept = 4 * (2 * 2 * 40 * 8 + 2 * 5 * 6);
    assert!((kept..kept + 2_000).contains(&Text::STREAM_BYTES), "{}", Text::STREAM_BYTES);
}

#[test]
fn sequence_ends_after_its_last_stored_step() {
    let _alone = at(Level::BASELINE);
    let net = Tags::new(2);
    let mut stream = Stream::<Tags>::new();
    let token = Tensor::<shape![1, 1], Class<dim![50]>>::zeros();
    let steps: Vec<_> = (0..6).map(|_| stream.step(&net, &token).unwrap()).collect();
    let before = stream.clone();
    let ended = stream.step(&net, &token).unwrap_err();
    assert_eq!(ended, nn::EndOfSequence { steps: 6 });
    assert_eq!((stream.steps(), before.steps()), (6, 6));
    stream.reset();
    let again: Vec<_> = (0..6).map(|_| stream.step(&net, &token).unwrap()).collect();
    assert_eq!(steps, again);
}

network! {
    struct Deep {
        first: Gate,
        second: Gate,
        ends: Ends,
        gru: Gru<4, 4>,
    }
    fn forward(x: Tensor<time = 5, 6>, scale: Tensor<4>) -> Tensor<time = 5, 4> {
        let (steps, _last) = ends(x.first().tanh().second().first(), scale);
        let steps: Tensor<5, 4> = steps;
        let h = halved(steps).gru();
        halved(h.gru())
    }
    fn halved(x: Tensor<time = 5, 4>) -> Tensor<time = 5, 4> {
        x * 0.5
    }
}

#[test]
fn each_call_of_a_layer_has_its_own_state() {
    check::<Deep>(&[Some(0), None], FIRST, 5);
}

network! {
    struct Rebuilt {
        lift: Linear<4, 6>,
        gru: Gru<6, 6>,
        table: Parameter<1, 5, 6, init = nn::init::XavierNormal>,
        scale: Parameter<5, 6, init = nn::init::XavierNormal>,
    }
    fn forward(x: Tensor<1, time = 5, 4>) -> (Tensor<6, time = 5>, Tensor<1, 1, 6>) {
        let h = (x.reshape::<5, 4>().lift() + table.reshape::<5, 6>()).gru();
        let factor = (scale * scale).exp().permute::<1, 0>() + 0.25;
        (h.permute::<1, 0>() * factor, h.slice::<0, -1..>().unsqueeze::<0>())
    }
}

#[test]
fn values_of_stored_tensors_may_be_computed() {
    check::<Rebuilt>(&[Some(1)], &[Some(1), None], 5);
    assert_eq!(Stream::<Rebuilt>::CAPACITY, Some(5));
}
