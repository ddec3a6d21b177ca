//! Activations that stand in the place of what they are given: what `network!` writes where nobody needs that.

use crate::activation::Activation;
use crate::float::Float;
use crate::kernels::{map_backward, map_backward_in_place, map_in_place};
use crate::parameters::Gradient;
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

/// dy, the gradient by a sum of which y = f(x) is a term, becomes a gradient by x.
#[inline]
pub fn pass_back_through<A: Activation, S: Shape, Sum: Shape, T: Float>(
    y: &Tensor<S, T>,
    dy: &Tensor<Sum, T>,
    dx: Option<Gradient<'_, Tensor<S, T>>>,
) {
    if let Some(dx) = dx {
        // The slope is a function of y alone, so anything will do for x.
        map_backward::<A, T>(y.as_slice(), y.as_slice(), dy.as_slice(), dx.target());
    }
}
