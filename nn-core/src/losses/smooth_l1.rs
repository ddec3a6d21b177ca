//! The smooth L1 loss.

use crate::float::Float;
use crate::kernels::sign;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The smooth L1 loss: L = the mean over all elements of d^2 / (2 beta) where |d| < beta, otherwise |d| - beta / 2, with d = y_i -
/// t_i (Girshick 2015), as PyTorch's `SmoothL1Loss`.
///
/// It is [`Huber`](crate::Huber) divided by its delta: the linear part has a slope of 1 for any beta, and with beta = 0 the loss is
/// [`Mae`](struct@crate::Mae). The output may have any shape; the target has the shape of the batched output. The gradient is d /
/// beta clamped to [-1, 1], divided by n, where n is the batch size times the number of elements of a sample.
/// [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[2.5, 5.0]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[2.0, 2.0]]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = Loss::<(N<2>,)>::gradient(&SmoothL1::default(), &y, &target, &mut dy);
/// assert_eq!(loss, (0.125 + 2.5) / 2.0);
/// assert_eq!(dy.as_slice(), [0.25, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmoothL1 {
    /// The distance at which the loss becomes linear, finite and at least 0. Defaults to 1.
    pub beta: f64,
    reduction: Reduction,
}
elementwise_loss!(SmoothL1, beta);
reductions!(@only SmoothL1, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl SmoothL1 {
    /// Creates the loss with this `beta`, which must be finite and at least 0.
    ///
    /// # Panics
    /// Panics if `beta` is negative, infinite or NaN.
    #[track_caller]
    pub const fn new(beta: f64) -> Self {
        assert!(beta >= 0.0 && beta < f64::INFINITY, "{}", BETA);
        Self { beta, reduction: Reduction::Mean }
    }
}

const BETA: &str = "the `beta` of a `SmoothL1` loss must be finite and at least 0";

impl Default for SmoothL1 {
    /// Returns the loss with a beta of 1, as in PyTorch.
    fn default() -> Self {
        Self::new(1.0)
    }
}

impl Elementwise for SmoothL1 {
    #[inline]
    fn check<T: Float>(&self) {
        let beta = T::from_f64(self.beta);
        assert!(beta >= T::ZERO && beta.is_finite(), "{BETA}");
    }

    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let (beta, half) = (T::from_f64(self.beta), T::from_f64(0.5));
        let difference = y - target;
        let size = difference.abs();
        if size < beta {
            let slope = difference / beta;
            (half * difference * slope, slope)
        } else {
            (size - half * beta, sign(difference))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        let smooth = SmoothL1::new(2.0);
        assert_eq!(smooth.of_element(1.0, 1.0), (0.0, 0.0));
        assert_eq!(smooth.of_element(3.0, 1.0), (1.0, 1.0));
        assert_eq!(smooth.of_element(1e4_f32, -1e4), (2e4 - 1.0, 1.0));
        assert_eq!(smooth.of_element(1e-40_f32, 0.0), (0.0, 0.5e-40));
        let (value, slope) = smooth.of_element(f32::NAN, 0.0);
        assert!(value.is_nan() && slope.is_nan());
    }

    #[test]
    fn beta_of_zero_equals_absolute_error() {
        for difference in [-2.0, -1e-300, 0.0, 1e-300, 3.0] {
            assert_eq!(SmoothL1::new(0.0).of_element(difference, 0.0), crate::Mae.of_element(difference, 0.0));
        }
    }
}
