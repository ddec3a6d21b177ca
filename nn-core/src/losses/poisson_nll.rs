//! The negative log-likelihood of counts with a Poisson distribution.

use crate::float::Float;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The negative log-likelihood of counts t_i with a Poisson distribution, without the part that does not depend on the output: L =
/// the mean over all elements of exp(y_i) - t_i y_i, where y are the logarithms of the predicted rates, as PyTorch's
/// `PoissonNLLLoss`.
///
/// With `log_input` false, y are the rates themselves: the term is y_i - t_i ln(y_i + eps). With `full`, the terms where t_i is
/// more than 1 contain Stirling's approximation of ln(t_i!), t_i ln t_i - t_i + ln(2 pi t_i) / 2, which has no gradient.
///
/// The output may have any shape; the target has the shape of the batched output. The gradient is (exp(y_i) - t_i) / n, or
/// (1 - t_i / (y_i + eps)) / n for rates, where n is the batch size times the number of elements of a sample. A rate below -eps has
/// a loss of NaN, unless t_i is 0. [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::losses::PoissonNll;
/// use nn::prelude::*;
/// let y = Tensor::<(N<2>,)>::new([0.0, 1.0]);
/// let target = Tensor::<(N<2>,)>::new([3.0, 0.0]);
/// let mut dy = Tensor::<(N<2>,)>::new([0.0; 2]);
/// let loss = Loss::<()>::gradient(&PoissonNll::default(), &y, &target, &mut dy);
/// assert_eq!(loss, (1.0 + 1.0_f32.exp()) / 2.0);
/// assert_eq!(dy.as_slice(), [-1.0, 1.0_f32.exp() / 2.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PoissonNll {
    /// Whether the outputs are the logarithms of rates. Defaults to `true`.
    pub log_input: bool,
    /// Whether the terms contain the approximation of ln(t!). Defaults to `false`.
    pub full: bool,
    /// Added to rates before the logarithm, finite and at least 0. Defaults to 1e-8.
    pub eps: f64,
    reduction: Reduction,
}
elementwise_loss!(PoissonNll, log_input, full, eps);
reductions!(@only PoissonNll, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl PoissonNll {
    /// Creates the loss of logarithms of rates, if `log_input`, or of rates.
    pub const fn new(log_input: bool) -> Self {
        Self { log_input, full: false, eps: 1e-8, reduction: Reduction::Mean }
    }

    /// Returns this loss with the approximation of ln(t!) in its terms, as PyTorch's `full=True`.
    ///
    /// ```
    /// assert!(nn::losses::PoissonNll::default().full().full);
    /// ```
    pub const fn full(self) -> Self {
        Self { full: true, ..self }
    }

    /// Returns this loss with another `eps`, which is finite and at least 0.
    ///
    /// # Panics
    /// Panics if `eps` is negative, infinite or NaN.
    ///
    /// ```
    /// assert_eq!(nn::losses::PoissonNll::new(false).eps(1e-6).eps, 1e-6);
    /// ```
    #[track_caller]
    pub const fn eps(self, eps: f64) -> Self {
        assert!(eps >= 0.0 && eps < f64::INFINITY, "{}", EPS);
        Self { eps, ..self }
    }
}

const EPS: &str = "the `eps` of a `PoissonNll` loss must be finite and at least 0";

impl Default for PoissonNll {
    /// Returns the loss of logarithms of rates, as in PyTorch.
    fn default() -> Self {
        Self::new(true)
    }
}

impl Elementwise for PoissonNll {
    #[inline]
    fn check<T: Float>(&self) {
        let eps = T::from_f64(self.eps);
        assert!(eps >= T::ZERO && eps.is_finite(), "{EPS}");
    }

    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let (mut value, slope) = if self.log_input {
            let rate = y.exp();
            (rate - target * y, rate - target)
        } else {
            let rate = y + T::from_f64(self.eps);
            // A count of 0 contributes nothing, even where the logarithm is infinite.
            let logarithm = if target == T::ZERO { T::ZERO } else { target * rate.ln() };
            let share = if target == T::ZERO { T::ZERO } else { target / rate };
            (y - logarithm, T::ONE - share)
        };
        if self.full && target > T::ONE {
            let half = T::from_f64(0.5);
            let tau = T::from_f64(core::f64::consts::TAU);
            value += target * target.ln() - target + half * (tau * target).ln();
        }
        (value, slope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        let (logs, rates) = (PoissonNll::default(), PoissonNll::new(false));
        assert_eq!(logs.of_element(0.0_f32, 0.0), (1.0, 1.0));
        assert_eq!(logs.of_element(-1e4_f32, 2.0), (2e4, -2.0));
        assert_eq!(logs.of_element(1e4_f32, 0.0), (f32::INFINITY, f32::INFINITY));
        assert_eq!(rates.of_element(0.0_f32, 0.0), (0.0, 1.0));
        assert_eq!(rates.eps(0.0).of_element(0.0_f32, 2.0), (f32::INFINITY, f32::NEG_INFINITY));
        assert_eq!(rates.eps(0.0).of_element(0.0_f32, 0.0), (0.0, 1.0));
        assert!(rates.of_element(-1.0_f32, 2.0).0.is_nan());
        assert!(logs.of_element(f32::NAN, 2.0).0.is_nan());
        assert!(rates.of_element(1.0_f32, f32::NAN).0.is_nan());
        // Only counts above 1 have the part that does not depend on the output.
        assert_eq!(logs.full().of_element(0.0_f64, 1.0), logs.of_element(0.0, 1.0));
        let constant = logs.full().of_element(0.0_f64, 20.0).0 - logs.of_element(0.0, 20.0).0;
        // ln(20!)
        assert!((constant - 42.335_616_460_753_485).abs() < 0.005);
    }
}
