//! The Kullback-Leibler divergence.

use crate::float::Float;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The Kullback-Leibler divergence: L = the sum over the elements of t_i (ln t_i - y_i), averaged over the batch, where y are
/// log-probabilities, such as the output of [`LogSoftmax`](crate::LogSoftmax), and t are the true probabilities (Kullback, Leibler
/// 1951).
///
/// [`log_target`](Self::log_target) accepts the logarithms of the true probabilities as targets. The terms and the roles of y and t
/// are those of PyTorch's `KLDivLoss`. The reduction is its `batchmean`, the only one that averages the divergence over the
/// samples. PyTorch's default also divides by the number of elements of a sample, which PyTorch advises against; here, it is
/// `KlDiv.reduction(Reduction::Mean)`.
///
/// The output may have any shape; the target has the shape of the batched output. The gradient is -t_i / B. Where t_i is 0, the
/// term and its gradient are 0 for any y_i. If a t_i is negative, the loss is NaN. If a t_i is more than 0 and y_i is minus
/// infinity, the loss is infinity.
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[0.25_f32.ln(), 0.75_f32.ln()]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[0.0, 1.0]]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = Loss::<(N<2>,)>::gradient(&KlDiv, &y, &target, &mut dy);
/// assert_eq!(loss, -(0.75_f32.ln()));
/// assert_eq!(dy.as_slice(), [0.0, -1.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KlDiv {
    log_target: bool,
    reduction: Reduction,
}
elementwise_loss!(KlDiv, log_target);
reductions!(
    KlDiv { log_target: false },
    BatchMean,
    "The terms are those of the elements: `Mean` divides by their number."
);

impl KlDiv {
    /// Returns this loss for targets that are logarithms of probabilities, such as the log-softmax of a teacher network: the term
    /// of an element is exp(t_i) (t_i - y_i), and its derivative -exp(t_i). Where t_i is minus infinity, both are 0 (NaN in
    /// PyTorch).
    ///
    /// ```
    /// use nn::prelude::*;
    /// let y = Tensor::<(N<1>, N<2>)>::new([[-1.0, -2.0]]);
    /// let target = Tensor::<(N<1>, N<2>)>::new([[0.0, f32::NEG_INFINITY]]);
    /// assert_eq!(Loss::<(N<2>,)>::value(&KlDiv.log_target(), &y, &target), 1.0);
    /// ```
    pub const fn log_target(self) -> Self {
        Self { log_target: true, ..self }
    }
}

impl Elementwise for KlDiv {
    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let (target, logarithm) = if self.log_target { (target.exp(), target) } else { (target, target.ln()) };
        if target == T::ZERO {
            return (T::ZERO, T::ZERO);
        }
        (target * (logarithm - y), -target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        assert_eq!(KlDiv.of_element(f32::NEG_INFINITY, 0.0), (0.0, 0.0));
        assert_eq!(KlDiv.of_element(-1e4_f32, 1.0), (1e4, -1.0));
        assert_eq!(KlDiv.of_element(0.0_f32, 1.0), (0.0, -1.0));
        let (value, slope) = KlDiv.of_element(-1e4_f32, 1e-40);
        assert!(value.is_finite() && slope == -1e-40);
        assert_eq!(KlDiv.of_element(f32::NEG_INFINITY, 0.5).0, f32::INFINITY);
        assert!(KlDiv.of_element(-1.0, -0.5_f32).0.is_nan());
        assert!(KlDiv.of_element(f32::NAN, 0.5).0.is_nan());
    }

    #[test]
    fn logarithms_as_targets() {
        let log = KlDiv.log_target();
        assert_eq!(log.of_element(-3.0_f32, 0.0), (3.0, -1.0));
        assert_eq!(log.of_element(f32::NEG_INFINITY, f32::NEG_INFINITY), (0.0, 0.0));
        assert_eq!(log.of_element(-1e4_f32, -1e4), (0.0, 0.0));
        assert_eq!(log.of_element(f32::NEG_INFINITY, -1.0).0, f32::INFINITY);
        assert!(log.of_element(-1.0_f32, f32::NAN).0.is_nan());
        let [(value, slope), (expected, expected_slope)] =
            [log.of_element(-2.0, libm::log(0.3)), KlDiv.of_element(-2.0, 0.3_f64)];
        assert!((value - expected).abs() < 1e-15 && (slope - expected_slope).abs() < 1e-15);
    }

    #[test]
    fn divergence_from_itself_is_zero() {
        let log_probabilities = [0.1_f64, 0.2, 0.7].map(libm::log);
        let sum: f64 = log_probabilities.iter().map(|&y| KlDiv.of_element(y, libm::exp(y)).0).sum();
        assert!(sum.abs() < 1e-15);
    }
}
