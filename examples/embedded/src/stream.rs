//! One step of each layer that looks along time: a sequence of any length through constant memory. The caller supplies the weights.

use nn::dim::N;
use nn::layers::{Attention, CausalWindow, Conv1d, CumSum, Depthwise, Gru, Lstm, Streaming, Window, WithBias};
use nn::prelude::*;
use nn::signal::Tuple;

type Features = shape![64, 24];
type Columns = shape![24, 66];
type Queries = Tuple<(Features, Features, Features)>;
type Dilated = Window<dim![3], dim![1], N<0>, dim![2]>;
type Gated = Gru<dim![24], dim![24]>;
type Deep = Lstm<dim![24], dim![24], WithBias, f32, 1, 1>;
type Ungrouped = Conv1d<dim![24], dim![24], Dilated>;
type Grouped = Conv1d<dim![24], dim![24], Dilated, Depthwise>;
type Attended = Attention<dim![4], CausalWindow<dim![20]>>;
type One = Tensor<shape![1, 1, 24]>;

/// The layers, each of which reads the step of the one before it.
#[repr(C)]
pub struct Layers {
    gru: Gated,
    lstm: Deep,
    conv: Ungrouped,
    depthwise: Grouped,
}

type StateOf<L, X> = <L as Streaming<X>>::State<dim![1]>;
type ScratchOf<L, X> = <L as Streaming<X>>::StepScratch<dim![1]>;

/// What is kept between the steps; all zeros before the first one.
#[repr(C)]
pub struct State {
    time: u32,
    gru: StateOf<Gated, Features>,
    lstm: StateOf<Deep, Features>,
    conv: StateOf<Ungrouped, Columns>,
    depthwise: StateOf<Grouped, Columns>,
    attention: StateOf<Attended, Queries>,
    sums: StateOf<CumSum<0>, Features>,
}

/// The scratch of a step.
#[repr(C)]
pub struct Scratch {
    gru: ScratchOf<Gated, Features>,
    lstm: ScratchOf<Deep, Features>,
    conv: ScratchOf<Ungrouped, Columns>,
    depthwise: ScratchOf<Grouped, Columns>,
    attention: ScratchOf<Attended, Queries>,
    steps: [One; 2],
    columns: [Tensor<shape![1, 24, 1]>; 2],
}

/// Reads a step, and writes one of the output; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(layers: &Layers, x: &One, y: &mut One, state: &mut State, scratch: &mut Scratch) {
    let time = state.time as usize;
    state.time = state.time.wrapping_add(1);
    let Scratch { steps: [a, b], columns: [c, d], .. } = scratch;
    Streaming::<Features>::step(&layers.gru, x, a, &mut state.gru, time, &mut scratch.gru);
    Streaming::<Features>::step(&layers.lstm, a, b, &mut state.lstm, time, &mut scratch.lstm);
    c.as_mut_slice().copy_from_slice(b.as_slice());
    Streaming::<Columns>::step(&layers.conv, c, d, &mut state.conv, time, &mut scratch.conv);
    Streaming::<Columns>::step(&layers.depthwise, d, c, &mut state.depthwise, time, &mut scratch.depthwise);
    a.as_mut_slice().copy_from_slice(c.as_slice());
    let attention = Attended::new();
    Streaming::<Queries>::step(&attention, (a, b, a), y, &mut state.attention, time, &mut scratch.attention);
    a.as_mut_slice().copy_from_slice(y.as_slice());
    Streaming::<Features>::step(&CumSum::<0>, a, y, &mut state.sums, time, &mut ());
}
