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
/// A network with a `time` axis calls [`step`](Self::step) of each of its layers that looks along time; all other layers of `nn`
/// receive a sequence of one step. [`Stream`](crate::Stream) holds the state of a network.
///
/// A layer that keeps the step before, y_t = x_t - x_(t-1), in a network:
///
/// ```
/// use nn::dim::N;
/// use nn::init::{Init, Rng};
/// use nn::layers::{Layer, Pass, StepContext, Streaming};
/// use nn::parameters::Gradient;
/// use nn::prelude::*;
/// use nn::{Parameters, Stream};
///
/// #[derive(Parameters)]
/// #[repr(C)]
/// struct Change {}
///
/// impl Init for Change {
///     fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {}
/// }
///
/// impl<S: Dim, D: Dim> Layer<(S, D)> for Change {
///     type Out = (S, D);
///     type Saved<B: Dim> = ();
///     type Scratch<B: Dim> = ();
///
///     fn forward<B: Dim>(&self, x: &Tensor<(B, S, D)>, y: &mut Tensor<(B, S, D)>, _: &mut ()) {
///         y.fill_with(|[b, t, i]| x[[b, t, i]] - if t > 0 { x[[b, t - 1, i]] } else { 0.0 });
///     }
///     fn forward_train<B: Dim>(&self, x: &Tensor<(B, S, D)>, y: &mut Tensor<(B, S, D)>, _: &mut (), _: StepContext) {
///         Layer::<(S, D)>::forward(self, x, y, &mut ());
///     }
///     fn backward<B: Dim>(
///         &self,
///         Pass { dy, .. }: Pass<'_, Self, (S, D), B>,
///         dx: Option<Gradient<'_, Tensor<(B, S, D)>>>,
///         _: Gradient<'_, Self>,
///         _: StepContext,
///     ) {
///         let (dy, is_last) = (dy.as_slice(), |i: usize| i / D::SIZE % S::SIZE == S::SIZE - 1);
///         if let Some(dx) = dx {
///             dx.write(|i| dy[i] - if is_last(i) { 0.0 } else { dy[i + D::SIZE] });
///         }
///     }
/// }
///
/// impl<S: Dim, D: Dim> Streaming<(S, D)> for Change {
///     type Step = (N<1>, D);
///     type StepOut = (N<1>, D);
///     type State<B: Dim> = Tensor<(B, N<1>, D)>;
///     type StepScratch<B: Dim> = ();
///
///     fn step<B: Dim>(
///         &self,
///         x: &Tensor<(B, N<1>, D)>,
///         y: &mut Tensor<(B, N<1>, D)>,
///         before: &mut Tensor<(B, N<1>, D)>,
///         _: usize,
///         _: &mut (),
///     ) {
///         y.fill_with(|at| x[at] - before[at]);
///         before.as_mut_slice().copy_from_slice(x.as_slice());
///     }
/// }
///
/// network! {
///     struct Changes {
///         change: Change,
///         fc: Linear<2, 1>,
///     }
///     fn forward(x: Tensor<time = 4, 2>) -> Tensor<4, 1> {
///         let change: Tensor<time = 4, 2> = x.change();
///         change.fc()
///     }
/// }
///
/// let net = Changes::new(1);
/// let x = Tensor::<shape![1, 4, 2]>::from_fn(|[_, t, i]| (t * t + i) as f32);
/// let (whole, mut stream) = (net.forward(&x), Stream::<Changes>::new());
/// for t in 0..4 {
///     let y = stream.step(&net, &Tensor::new([[[x[[0, t, 0]], x[[0, t, 1]]]]]))?;
///     assert!((y[[0, 0, 0]] - whole[[0, t, 0]]).abs() < 1e-6);
/// }
/// # Ok::<(), nn::EndOfSequence>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot read an input of shape `{In}` step by step",
    label = "this layer needs the whole sequence",
    note = "these layers look along time and stream: `Lstm`, `Gru` and `Rnn` in one direction, a causal `Conv1d` with a stride \
            of 1, a causal `Attention`, `rotary`, `cumsum`, `Scan`, and networks with a `time` axis; remove `time = ` from the inputs of a network that need not stream"
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
    /// is that after step `time - 1`. On 32-bit machines, `time` wraps after 2^32 steps.
    fn step<B: Dim>(
        &self,
        x: <Self::Step as Signal>::Ref<'_, B, T>,
        y: <Self::StepOut as Signal>::Mut<'_, B, T>,
        state: &mut Self::State<B>,
        time: usize,
        scratch: &mut Self::StepScratch<B>,
    );
}
