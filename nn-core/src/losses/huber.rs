//! The Huber loss.

use crate::float::Float;
use crate::kernels::sign;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The Huber loss: L = the mean over all elements of d^2 / 2 where |d| <= delta, otherwise delta (|d| - delta / 2), with
/// d = y_i - t_i (Huber 1964), as PyTorch's `HuberLoss`.
///
/// The loss is quadratic near the target and linear elsewhere, so that the gradient of an outlier is at most delta. The output may
/// have any shape; the target has the shape of the batched output. The gradient is d clamped to [-delta, delta], divided by n,
/// where n is the batch size times the number of elements of a sample. [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[2.5, 5.0]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[2.0, 2.0]]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = Loss::<(N<2>,)>::gradient(&Huber::default(), &y, &target, &mut dy);
/// assert_eq!(loss, (0.125 + 2.5) / 2.0);
/// assert_eq!(dy.as_slice(), [0.25, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Huber {
    /// The distance at which the loss becomes linear, more than 0. Defaults to 1.
    pub delta: f64,
    reduction: Reduction,
}
elementwise_loss!(Huber, delta);
reductions!(@only Huber, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl Huber {
    /// Creates the loss with this `delta`, which must be more than 0.
    ///
    /// # Panics
    /// Panics if `delta` is 0, negative or NaN.
    #[track_caller]
    pub const fn new(delta: f64) -> Self {
        assert!(delta > 0.0, "{}", DELTA);
        Self { delta, reduction: Reduction::Mean }
    }
}

const DELTA: &str = "the `delta` of a `Huber` loss must be more than 0";

impl Default for Huber {
    /// Returns the loss with a delta of 1, as in PyTorch.
    fn default() -> Self {
        Self::new(1.0)
    }
}

impl Elementwise for Huber {
    #[inline]
    fn check<T: Float>(&self) {
        assert!(T::from_f64(self.delta) > T::ZERO, "{DELTA}");
    }

    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let (delta, half) = (T::from_f64(self.delta), T::from_f64(0.5));
        let difference = y - target;
        let size = difference.abs();
        if size <= delta {
            (half * difference * difference, difference)
        } else {
            (delta * (size - half * delta), delta * sign(difference))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        let huber = Huber::new(2.0);
        assert_eq!(huber.of_element(1.0, 1.0), (0.0, 0.0));
        assert_eq!(huber.of_element(3.0, 1.0), (2.0, 2.0));
        assert_eq!(huber.of_element(1e4_f32, -1e4), (2.0 * (2e4 - 1.0), 2.0));
        assert_eq!(huber.of_element(-1e4_f32, 1e4).1, -2.0);
        assert_eq!(huber.of_element(1e-40_f32, 0.0), (0.0, 1e-40));
        let (value, slope) = huber.of_element(f32::NAN, 0.0);
        assert!(value.is_nan() && slope.is_nan());
    }
}
