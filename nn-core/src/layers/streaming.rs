//! The trait of layers that compute a sequence step by step.

use super::layer::Layer;
use crate::dim::Dim;
use crate::float::Float;
use crate::parameters::Plain;
use crate::signal::Signal;

/// A layer along time that reads one step after another.
///
/// `In` is the shape of the whole sequence, as of [`Layer::forward`]: the state and the capacity may depend on its length. The
/// outputs of N steps are those of `forward` for the same N steps: bit-identical at
/// [`Level::BASELINE`](crate::simd::Level::BASELINE), and within rounding with wider vectors.
///
/// A network with a `time` axis calls [`step`](Self::step) of each of its layers that looks along time; all other layers receive a
/// sequence of one step. [`Stream`](crate::Stream) holds the state of a network.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot read an input of shape `{In}` step by step",
    label = "this layer needs the whole sequence",
    note = "these layers look along time and stream: `Lstm`, `Gru` and `Rnn` in one direction, a causal `Conv1d` with a stride \
            of 1, a causal `Attention`, and `cumsum`; remove `time = ` from the inputs of a network that need not stream"
)]
pub trait Streaming<In: Signal, T: Float = f32>: Layer<In, T> {
    /// One step of the input: `In` with a time axis of size 1.
    type Step: Signal;
    /// One step of the output.
    type StepOut: Signal;
    /// What is kept between the steps; all zeros before the first one.
    type State<B: Dim>: Plain;
    /// The scratch of a step. It may have any content.
    type StepScratch<B: Dim>: Plain;
    /// The number of steps after which the sequence ends, if there is a limit.
    const CAPACITY: Option<usize> = None;

    /// Computes step `time` of the output, where 0 is the first one. `time` is less than [`CAPACITY`](Self::CAPACITY), and `state`
    /// is that after step `time - 1`.
    fn step<B: Dim>(
        &self,
        x: <Self::Step as Signal>::Ref<'_, B, T>,
        y: <Self::StepOut as Signal>::Mut<'_, B, T>,
        state: &mut Self::State<B>,
        time: usize,
        scratch: &mut Self::StepScratch<B>,
    );
}
