//! The identity, which copies its input.

use super::same_in_training::same_in_training;
use super::stateless::stateless;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::layers::{Layer, Pass, StepContext};
use crate::parameters::Gradient;
use crate::signal::Signal;

/// y = x. `network!` inserts it where an output of the network is also an input, another output, or a view of a value. Any signal
/// in, the same signal out.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::layers::{Identity, Layer};
/// let (x, mut y) = (Tensor::<(N<1>, N<2>)>::new([[1.0, 2.0]]), Tensor::new([[0.0; 2]]));
/// Layer::<(N<2>,)>::forward(&Identity, &x, &mut y, &mut ());
/// assert_eq!(y, x);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Identity;
stateless!(Identity);

impl<S: Signal, T: Float> Layer<S, T> for Identity {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::NoOp;

    #[inline]
    fn forward<B: Dim>(&self, x: S::Ref<'_, B, T>, y: S::Mut<'_, B, T>, _: &mut ()) {
        S::copy(x, y);
    }

    same_in_training!(S, T);

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, S, B, T>,
        dx: S::Grad<'_, B, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        S::pass_back(dy, dx);
    }
}
