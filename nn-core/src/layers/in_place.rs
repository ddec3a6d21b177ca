//! Activations that overwrite their input, which `network!` calls where nothing else reads that input.

use crate::activation::Activation;
use crate::float::Float;
use crate::kernels::{map_backward, map_backward_in_place, map_in_place};
use crate::parameters::Gradient;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// Replaces y with f(y).
#[inline]
pub fn activate<A: Activation, S: Shape, T: Float>(y: &mut Tensor<S, T>) {
    map_in_place::<A, T>(y.as_mut_slice());
}

/// Replaces dy, the gradient with respect to y = f(x), with the gradient with respect to x.
#[inline]
pub fn activate_backward<A: Activation, S: Shape, T: Float>(y: &Tensor<S, T>, dy: &mut Tensor<S, T>) {
    map_backward_in_place::<A, T>(y.as_slice(), dy.as_mut_slice());
}

/// Computes the gradient with respect to x from dy, the gradient with respect to a sum of which y = f(x) is a term.
#[inline]
pub fn pass_back_through<A: Activation, S: Shape, Sum: Shape, T: Float>(
    y: &Tensor<S, T>,
    dy: &Tensor<Sum, T>,
    dx: Option<Gradient<'_, Tensor<S, T>>>,
) {
    if let Some(dx) = dx {
        // The derivative depends on y alone, so any value can stand in for x.
        map_backward::<A, T>(y.as_slice(), y.as_slice(), dy.as_slice(), dx.target());
    }
}
