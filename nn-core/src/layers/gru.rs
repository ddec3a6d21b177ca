//! The GRU.

use super::recurrent::Recurrent;
use super::recurrent_cell::{Cell, HiddenState, sealed};
use super::{Sigmoid, Tanh, WithBias};
use crate::dim::N;
use crate::float::Float;
use crate::graph::RecurrentCell;
use crate::kernels::GruKernel;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// A gated recurrent unit, with three gates and no state but the hidden one (Cho et al. 2014; PyTorch's `GRU`).
///
/// In `network!`: `gru: Gru<28, 64>`. `[S, In]` in, S steps of In features; `[S, H]` out, the hidden states of all steps. From
/// h = 0, or from a state that is given, each step computes
///
/// - r = sigmoid(x W_ir + b_ir + h W_hr + b_hr), and z likewise;
/// - n = tanh(x W_in + b_in + r (h W_hn + b_hn));
/// - h = (1 - z) n + z h.
///
/// As in PyTorch, r multiplies the product with W_hn, not h itself. [`Recurrent`] documents layers, directions, states, parameters
/// and gradients.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Next {
///         gru: Gru<1, 8>,
///         out: Linear<8, 1>,
///     }
///     fn forward(x: Tensor<12, 1>) -> Tensor<12, 1> {
///         x.gru().out()
///     }
/// }
///
/// let x = Tensor::<shape![16, 12, 1]>::from_fn(|[i, t, _]| ((i + t) as f32).sin());
/// let next = Tensor::<shape![16, 12, 1]>::from_fn(|[i, t, _]| ((i + t + 1) as f32).sin());
/// let mut session = Session::<Next, Adam, dim![16]>::new(Adam::new(0.02), 1);
/// let first = session.step(&x, &Mse, &next);
/// let last = (0..200).map(|_| session.step(&x, &Mse, &next)).last();
/// assert!(last < Some(first / 4.0));
/// ```
///
/// With the states of two layers, `[2, H]`:
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Part {
///         gru: Gru<1, 8, layers = 2>,
///     }
///     fn forward(x: Tensor<12, 1>, h: Tensor<2, 8>) -> (Tensor<12, 8>, Tensor<2, 8>) {
///         let (y, h) = gru(x, h);
///         (y, h)
///     }
/// }
///
/// let (x, h) = (Tensor::<shape![3, 12, 1]>::full(0.5), Tensor::<shape![3, 2, 8]>::zeros());
/// let output = Part::new(1).forward(&x, &h);
/// // The last state of the upper layer is the last output.
/// assert_eq!(output.1[[2, 1, 5]], output.0[[2, 11, 5]]);
/// ```
pub type Gru<
    In,
    H,
    Bias = WithBias,
    T = f32,
    const DIRECTIONS: usize = 1,
    const MORE: usize = 0,
    const DROPOUT: u32 = 0,
> = Recurrent<GruCell, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>;

/// The cell of a [`Gru`].
#[derive(Debug, Clone, Copy)]
pub struct GruCell;

impl sealed::Sealed for GruCell {}

impl HiddenState for GruCell {}

impl Cell for GruCell {
    type Gates = N<3>;
    const CELL: RecurrentCell = RecurrentCell::Gru;
    type State<S: Shape, T: Float> = ();
    type Memory<S: Shape, T: Float> = Tensor<S, T>;
    type Kernel = GruKernel<Sigmoid, Tanh>;
    const NAME: &'static str = "Gru";
}
