//! Activations that stand in the place of what they are given: what `network!` writes where nobody needs that.

use crate::float::Float;
use crate::kernels::{map_backward_in_place, map_in_place};
use crate::layer::Activation;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// y becomes f(y).
#[inline]
pub fn activate<A: Activation, S: Shape, T: Float>(y: &mut Tensor<S, T>) {
    map_in_place::<A, T>(y.as_mut_slice());
}

/// dy, the gradient by y = f(x), becomes that by x.
#[inline]
pub fn activate_backward<A: Activation, S: Shape, T: Float>(y: &Tensor<S, T>, dy: &mut Tensor<S, T>) {
    map_backward_in_place::<A, T>(y.as_slice(), dy.as_mut_slice());
}
