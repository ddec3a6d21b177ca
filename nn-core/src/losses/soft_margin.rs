//! The soft margin loss for two classes.

use crate::float::Float;
use crate::losses::Reduction;
use crate::losses::elementwise::{Elementwise, elementwise_loss};
use crate::losses::reduction::reductions;

/// The soft margin loss: L = the mean over all elements of ln(1 + exp(-t_i y_i)), where t_i is -1 or 1, as PyTorch's
/// `SoftMarginLoss`. It is the logistic loss: [`BceWithLogits`](struct@crate::BceWithLogits) with targets 0 and 1.
///
/// The output may have any shape; the target has the shape of the batched output. The gradient is -t_i sigmoid(-t_i y_i) / n, where
/// n is the batch size times the number of elements of a sample. Unlike in PyTorch, large outputs do not overflow.
/// [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::losses::SoftMargin;
/// use nn::prelude::*;
/// let y = Tensor::<(N<2>,)>::new([0.0, 1e4]);
/// let target = Tensor::<(N<2>,)>::new([1.0, -1.0]);
/// let mut dy = Tensor::<(N<2>,)>::new([0.0; 2]);
/// let loss = Loss::<()>::gradient(&SoftMargin, &y, &target, &mut dy);
/// assert_eq!(loss, (2.0_f32.ln() + 1e4) / 2.0);
/// assert_eq!(dy.as_slice(), [-0.25, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SoftMargin {
    reduction: Reduction,
}
elementwise_loss!(SoftMargin);
reductions!(SoftMargin, Mean, "The terms are those of the elements: `Mean` divides by their number.");

impl Elementwise for SoftMargin {
    #[inline]
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T) {
        let x = -(target * y);
        // ln(1 + exp(x)) and sigmoid(x).
        let small = (-x.abs()).exp();
        let sum = T::ONE + small;
        let share = if x < T::ZERO { small / sum } else { T::ONE / sum };
        let positive = if x < T::ZERO { T::ZERO } else { x };
        (positive + small.ln_1p(), -target * share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        assert_eq!(SoftMargin.of_element(1e4_f32, 1.0), (0.0, -0.0));
        assert_eq!(SoftMargin.of_element(-1e38_f32, 1.0), (1e38, -1.0));
        assert_eq!(SoftMargin.of_element(0.0_f64, -1.0), (core::f64::consts::LN_2, 0.5));
        assert_eq!(SoftMargin.of_element(f32::NEG_INFINITY, 1.0), (f32::INFINITY, -1.0));
        assert_eq!(SoftMargin.of_element(f32::INFINITY, 1.0), (0.0, -0.0));
        let (value, slope) = SoftMargin.of_element(f32::NAN, 1.0);
        assert!(value.is_nan() && slope.is_nan());
    }

    #[test]
    fn equals_binary_cross_entropy() {
        for y in [-3.0, -1e-9, 0.5, 20.0_f64] {
            for (sign, target) in [(-1.0, 0.0), (1.0, 1.0)] {
                let (found, expected) =
                    (SoftMargin.of_element(y, sign), crate::losses::bce_with_logits::of_element(y, target));
                assert!((found.0 - expected.0).abs() < 1e-14 && (found.1 - expected.1).abs() < 1e-15);
            }
        }
    }
}
