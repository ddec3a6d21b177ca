//! Mean absolute error.

use crate::float::Float;
use crate::kernels::sign;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The mean absolute error: L = the mean of |y_i - t_i| over all elements of all samples, as PyTorch's `L1Loss`.
///
/// The output may have any shape; the target has the shape of the batched output. The gradient is the sign of y_i - t_i divided by
/// n, where n is the batch size times the number of elements of a sample; it is 0 where the two are equal.
/// [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[1.0, 5.0]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[2.0, 2.0]]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = Loss::<(N<2>,)>::gradient(&Mae, &y, &target, &mut dy);
/// assert_eq!(loss, 2.0);
/// assert_eq!(dy.as_slice(), [-0.5, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mae {
    reduction: Reduction,
}
elementwise_loss!(Mae);
reductions!(Mae, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl Elementwise for Mae {
    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let difference = y - target;
        (difference.abs(), sign(difference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        assert_eq!(Mae.of_element(1.0, 1.0), (0.0, 0.0));
        assert_eq!(Mae.of_element(1e4_f32, -1e4), (2e4, 1.0));
        assert_eq!(Mae.of_element(1e-40_f32, 0.0), (1e-40, 1.0));
        assert_eq!(Mae.of_element(f32::NEG_INFINITY, 0.0), (f32::INFINITY, -1.0));
        let (value, slope) = Mae.of_element(f32::NAN, 0.0);
        assert!(value.is_nan() && slope.is_nan());
    }
}
