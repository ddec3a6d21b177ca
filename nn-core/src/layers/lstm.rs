//! The LSTM.

use super::recurrent::Recurrent;
use super::recurrent_cell::{Cell, CellState, sealed};
use super::{Sigmoid, Tanh, WithBias};
use crate::dim::N;
use crate::float::Float;
use crate::graph::RecurrentCell;
use crate::kernels::LstmKernel;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// A long short-term memory, whose cell state carries information over many steps (Hochreiter, Schmidhuber 1997; PyTorch's `LSTM`).
///
/// In `network!`: `lstm: Lstm<28, 64>`. `[S, In]` in, S steps of In features; `[S, H]` out, the hidden states of all steps. From
/// h = c = 0, or from states that are given, each step computes
///
/// - i = sigmoid(x W_ii + b_ii + h W_hi + b_hi), and f and o likewise;
/// - g = tanh(x W_ig + b_ig + h W_hg + b_hg);
/// - c = f c + i g and h = o tanh(c).
///
/// With `proj_size = 32`, h = (o tanh(c)) W_hr has 32 elements, and c as many as there are units ([`Projected`](super::Projected)).
///
/// [`Recurrent`] documents layers, directions, states, parameters and gradients.
///
/// The class of a sequence from its last hidden state:
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Rows {
///         lstm: Lstm<28, 64>,
///         out: Linear<64, 10>,
///     }
///     fn forward(rows: Tensor<28, 28>) -> Tensor<10> {
///         rows.lstm().select::<0, -1>().out()
///     }
/// }
///
/// let scores = Rows::new(1).forward(&Tensor::<shape![5, 28, 28]>::zeros());
/// assert_eq!(scores.dims(), [5, 10]);
/// ```
///
/// With the states before the first step, and after the last one:
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Halves {
///         lstm: Lstm<2, 8>,
///     }
///     fn forward(a: Tensor<5, 2>, b: Tensor<7, 2>, h: Tensor<8>, c: Tensor<8>) -> Tensor<12, 8> {
///         let (y, h, c) = lstm(a, h, c);
///         let (z, _, _) = lstm(b, h, c);
///         concat(y, z)
///     }
/// }
///
/// let (a, b, h) = (Tensor::<shape![3, 5, 2]>::full(0.1), Tensor::<shape![3, 7, 2]>::full(0.2), Tensor::zeros());
/// assert_eq!(Halves::new(1).forward(&a, &b, &h, &h).dims(), [3, 12, 8]);
/// ```
pub type Lstm<
    In,
    H,
    Bias = WithBias,
    T = f32,
    const DIRECTIONS: usize = 1,
    const MORE: usize = 0,
    const DROPOUT: u32 = 0,
> = Recurrent<LstmCell, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>;

/// The cell of an [`Lstm`].
#[derive(Debug, Clone, Copy)]
pub struct LstmCell;

impl sealed::Sealed for LstmCell {}

impl CellState for LstmCell {}

impl Cell for LstmCell {
    type Gates = N<4>;
    const CELL: RecurrentCell = RecurrentCell::Lstm;
    type State<S: Shape, T: Float> = Tensor<S, T>;
    type Memory<S: Shape, T: Float> = Tensor<S, T>;
    type Kernel = LstmKernel<Sigmoid, Tanh>;
    const NAME: &'static str = "Lstm";
}
