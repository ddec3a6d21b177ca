//! The negative log-likelihood of a normal distribution.

use crate::float::Float;
use crate::kernels::at_least;
use crate::losses::Reduction;
use crate::losses::pairwise::{Pairwise, pairwise_loss};
use crate::losses::reduction::reductions;

/// The negative log-likelihood of targets with a normal distribution, whose mean and variance are predicted: L = the mean over all
/// elements of (ln v_i + (t_i - m_i)^2 / v_i) / 2 (Nix, Weigend 1994), where m are the means and v the variances, at least `eps`.
/// As PyTorch's `GaussianNLLLoss`.
///
/// The output of the network is a tuple of two tensors of any shape, the same for both: the means and the variances, such as those
/// of a [`Softplus`](crate::Softplus). The target has the batched shape of the means. The gradient is (m_i - t_i) / (v_i n) with
/// respect to m_i, and (1 / v_i - (t_i - m_i)^2 / v_i^2) / (2 n) with respect to v_i, where n is the batch size times the number of
/// elements of m. As in PyTorch, a variance below `eps` is replaced by `eps` in both, and its gradient is not 0. A variance below 0
/// is an error in PyTorch; here the loss is NaN.
///
/// With `full`, the terms contain the constant ln(2 pi) / 2. [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::losses::GaussianNll;
/// use nn::prelude::*;
/// let (mean, var) = (Tensor::<(N<1>,)>::new([1.0]), Tensor::<(N<1>,)>::new([2.0]));
/// let target = Tensor::<(N<1>,)>::new([3.0]);
/// let (mut dmean, mut dvar) = (Tensor::new([0.0]), Tensor::new([0.0]));
/// let loss = GaussianNll::default();
/// let value = Loss::<Tuple<((), ())>>::gradient(&loss, (&mean, &var), &target, (&mut dmean, &mut dvar));
/// assert_eq!(value, (2.0_f32.ln() + 2.0) / 2.0);
/// assert_eq!([dmean[[0]], dvar[[0]]], [-1.0, -0.25]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GaussianNll {
    /// Whether the terms contain the constant ln(2 pi) / 2. Defaults to `false`.
    pub full: bool,
    /// The least variance, finite and more than 0. Defaults to 1e-6.
    pub eps: f64,
    reduction: Reduction,
}
pairwise_loss!(GaussianNll, full, eps);
reductions!(@only GaussianNll, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl GaussianNll {
    /// Creates the loss with this least variance, which must be finite and more than 0.
    ///
    /// # Panics
    /// Panics if `eps` is 0, negative, infinite or NaN.
    #[track_caller]
    pub const fn new(eps: f64) -> Self {
        assert!(eps > 0.0 && eps < f64::INFINITY, "{}", EPS);
        Self { full: false, eps, reduction: Reduction::Mean }
    }

    /// Returns this loss with the constant ln(2 pi) / 2 in its terms, as PyTorch's `full=True`.
    ///
    /// ```
    /// assert!(nn::losses::GaussianNll::default().full().full);
    /// ```
    pub const fn full(self) -> Self {
        Self { full: true, ..self }
    }
}

/// ln(2 pi) / 2.
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_7;

const EPS: &str = "the `eps` of a `GaussianNll` loss must be finite and more than 0";

impl Default for GaussianNll {
    /// Returns the loss with an `eps` of 1e-6, as in PyTorch.
    fn default() -> Self {
        Self::new(1e-6)
    }
}

impl Pairwise for GaussianNll {
    fn check<T: Float>(&self) {
        let eps = T::from_f64(self.eps);
        assert!(eps > T::ZERO && eps.is_finite(), "{EPS}");
    }

    #[inline]
    fn of_pair<T: Float>(&self, mean: T, var: T, target: T) -> (T, [T; 2]) {
        let half = T::from_f64(0.5);
        if var < T::ZERO {
            let nan = var.ln();
            return (nan, [nan; 2]);
        }
        let var = at_least(var, T::from_f64(self.eps));
        let difference = mean - target;
        let slope = difference / var;
        let mut value = half * (var.ln() + difference * slope);
        if self.full {
            value += T::from_f64(HALF_LN_TAU);
        }
        (value, [slope, half * (T::ONE / var - slope * slope)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        let gaussian = GaussianNll::new(0.25);
        assert_eq!(gaussian.of_pair(1.0_f64, 1.0, 1.0), (0.0, [0.0, 0.5]));
        assert_eq!(gaussian.of_pair(3.0_f64, 1.0, 1.0), (2.0, [2.0, -1.5]));
        // A variance below `eps` counts as `eps`, and has a gradient.
        assert_eq!(gaussian.of_pair(1.0_f64, 0.0, 1.0), gaussian.of_pair(1.0, 0.25, 1.0));
        assert_eq!(gaussian.of_pair(1.0_f64, 0.0, 1.0).1, [0.0, 2.0]);
        assert_eq!(gaussian.of_pair(1e4_f32, 1e8, 0.0).1[0], 1e-4);
        let (value, slopes) = gaussian.of_pair(1.0_f32, -1.0, 1.0);
        assert!(value.is_nan() && slopes.iter().all(|slope| slope.is_nan()));
        assert!(gaussian.of_pair(1.0_f32, f32::NAN, 1.0).0.is_nan());
        assert!(gaussian.of_pair(f32::NAN, 1.0, 1.0).0.is_nan());
        let constant = gaussian.full().of_pair(1.0_f64, 1.0, 1.0).0;
        assert!((constant - 0.918_938_533_204_672_7).abs() < 1e-15);
    }
}
