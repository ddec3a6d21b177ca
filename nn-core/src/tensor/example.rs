//! Pseudo-random tensors for tests.

use super::Tensor;
use crate::float::Float;
use crate::shape::Shape;

/// Returns a tensor of pseudo-random elements from -1 to 1, each a function of `seed` and its position.
pub(super) fn example<S: Shape, T: Float>(seed: u32) -> Box<Tensor<S, T>> {
    let mut tensor = Tensor::zeros();
    let mut state = seed.wrapping_mul(2_654_435_769).wrapping_add(1);
    for element in tensor.iter_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *element = T::from_f64(f64::from(state >> 8) / f64::from(1 << 23) - 1.0);
    }
    tensor
}
