//! The recurrent layer without gates.

use super::recurrent::Recurrent;
use super::recurrent_cell::{Cell, HiddenState, sealed};
use super::{Relu, Tanh, WithBias};
use crate::activation::Activation;
use crate::dim::N;
use crate::float::Float;
use crate::graph::{Function, RecurrentCell};
use crate::kernels::ElmanKernel;
use crate::shape::Shape;
use core::fmt;
use core::marker::PhantomData;

/// A recurrent layer without gates (Elman 1990; PyTorch's `RNN`).
///
/// In `network!`: `rnn: Rnn<28, 64>`, or `rnn: Rnn<28, 64, nonlinearity = relu>`. `[S, In]` in, S steps of In features; `[S, H]`
/// out, the hidden states of all steps. From h = 0, or from a state that is given, each step computes
/// h = tanh(x W_ih + b_ih + h W_hh + b_hh), or ReLU of the same sum. [`Recurrent`] documents layers, directions, states, parameters
/// and gradients.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Sums {
///         rnn: Rnn<1, 1, nonlinearity = relu, bias = false>,
///     }
///     fn forward(x: Tensor<3, 1>) -> Tensor<3, 1> {
///         x.rnn()
///     }
/// }
///
/// let mut sums = Sums::new(1);
/// nn::Parameters::as_mut_slice(&mut sums.rnn).fill(1.0);
/// assert_eq!(*sums.forward(&Tensor::new([[[1.0], [2.0], [4.0]]])), Tensor::new([[[1.0], [3.0], [7.0]]]));
/// ```
pub type Rnn<
    In,
    H,
    A = Tanh,
    Bias = WithBias,
    T = f32,
    const DIRECTIONS: usize = 1,
    const MORE: usize = 0,
    const DROPOUT: u32 = 0,
> = Recurrent<RnnCell<A>, In, H, Bias, T, DIRECTIONS, MORE, DROPOUT>;

/// The cell of an [`Rnn`], with this activation function.
#[derive(Debug, Clone, Copy)]
pub struct RnnCell<A = Tanh>(PhantomData<A>);

/// The activation function of an [`Rnn`]: [`Tanh`] or [`Relu`]. Sealed.
#[diagnostic::on_unimplemented(message = "`{Self}` is neither `Tanh` nor `Relu`")]
pub trait RnnActivation: Activation + sealed::Sealed {
    #[doc(hidden)]
    const AS_DATA: Function;
    /// The argument of the layer.
    #[doc(hidden)]
    const ARGUMENT: &'static str;
}

impl sealed::Sealed for Tanh {}
impl sealed::Sealed for Relu {}

impl RnnActivation for Tanh {
    const AS_DATA: Function = Function::HyperbolicTangent;
    const ARGUMENT: &'static str = "";
}

impl RnnActivation for Relu {
    const AS_DATA: Function = Function::ReLU;
    const ARGUMENT: &'static str = ", nonlinearity = relu";
}

impl<A> sealed::Sealed for RnnCell<A> {}

impl<A: RnnActivation> HiddenState for RnnCell<A> {}

impl<A: RnnActivation> Cell for RnnCell<A> {
    type Gates = N<1>;
    const CELL: RecurrentCell = RecurrentCell::Elman(A::AS_DATA);
    type State<S: Shape, T: Float> = ();
    type Memory<S: Shape, T: Float> = ();
    type Kernel = ElmanKernel<A>;
    const NAME: &'static str = "Rnn";

    fn arguments(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(A::ARGUMENT)
    }
}
