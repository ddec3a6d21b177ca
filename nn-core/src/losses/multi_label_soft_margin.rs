//! The soft margin loss of several classes per sample.

use crate::criterion;
use crate::describe::Values;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::bce_with_logits::of_element;
use crate::losses::element_weights::{checked, weight_at};
use crate::losses::elementwise::{terms, times};
use crate::losses::reduction::reductions;
use crate::losses::{Criterion, ElementWeights, Reduction, Unweighted};
use crate::tensor::Tensor;

/// The multi-label soft margin loss: L = the mean over the classes of -t_i ln sigmoid(x_i) - (1 - t_i) ln(1 - sigmoid(x_i)),
/// averaged over the batch, as PyTorch's `MultiLabelSoftMarginLoss`.
///
/// The output is `(C,)`, one logit per class; the target is 0 or 1 per class, `&Tensor<(B, C), T>`. The terms are those of
/// [`BceWithLogits`](struct@crate::BceWithLogits), and so is the mean; only the other reductions differ, since the mean over the
/// classes is a part of the term of a sample. [`weight`](Self::weight) weights the classes; [`reduction`](Self::reduction) selects
/// another reduction.
///
/// ```
/// use nn::losses::MultiLabelSoftMargin;
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[0.0, 1e4]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[1.0, 0.0]]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = Loss::<(N<2>,)>::gradient(&MultiLabelSoftMargin.reduction(Reduction::Sum), &y, &target, &mut dy);
/// assert_eq!(loss, (2.0_f32.ln() + 1e4) / 2.0);
/// assert_eq!(dy.as_slice(), [-0.25, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MultiLabelSoftMargin<W = Unweighted> {
    weight: W,
    reduction: Reduction,
}
reductions!(
    MultiLabelSoftMargin<W> { weight: Unweighted },
    Mean,
    "The terms are those of the samples: `Mean` divides by their number."
);

impl<W: Copy> MultiLabelSoftMargin<W> {
    /// Returns this loss with the term of each class multiplied by a weight. The mean over the classes still divides by
    /// their number, as in PyTorch.
    ///
    /// ```
    /// use nn::losses::MultiLabelSoftMargin;
    /// use nn::prelude::*;
    /// let weight = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let (y, target) = (Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]), Tensor::new([[1.0, 0.0]]));
    /// let loss = Loss::<(N<2>,)>::value(&MultiLabelSoftMargin.weight(&weight), &y, &target);
    /// assert_eq!(loss, (3.0 + 1.0) * 2.0_f32.ln() / 2.0);
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn weight<C: Dim, T: Float>(self, weight: &Tensor<(C,), T>) -> MultiLabelSoftMargin<&Tensor<(C,), T>> {
        MultiLabelSoftMargin { weight: checked(weight), reduction: self.reduction }
    }
}

criterion!(impl[C: Dim, T: Float, W: ElementWeights<(C,), T>] Loss<(C,), T> for MultiLabelSoftMargin<W>);

impl<C: Dim, T: Float, W: ElementWeights<(C,), T>> Criterion<(C,), T> for MultiLabelSoftMargin<W> {
    type Target = [T];

    fn term(&self, y: &[T], target: &[T], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let weight = self.weight.weights();
        terms(y, target, divisor, dy, |i, y, target| times(weight_at(weight, i), || of_element(y, target)))
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn normalizer(&self) -> f64 {
        C::SIZE as f64
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("MultiLabelSoftMargin");
        if let Some(weights) = self.weight.weights() {
            shown.field("weight", &Values(weights));
        }
        shown.field("reduction", &self.reduction).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::losses::{BceWithLogits, Loss};

    #[test]
    fn mean_equals_binary_cross_entropy() {
        let y = Tensor::<(N<2>, N<3>), f64>::new([[0.5, -1e4, 3.0], [f64::NEG_INFINITY, 0.0, 1e-40]]);
        let target = Tensor::<(N<2>, N<3>), f64>::new([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]);
        let (mut d, mut expected) = (Tensor::new([[f64::NAN; 3]; 2]), Tensor::new([[f64::NAN; 3]; 2]));
        let value = Loss::<(N<3>,), f64>::gradient(&MultiLabelSoftMargin, &y, &target, &mut d);
        let of_bce = Loss::<(N<3>,), f64>::gradient(&BceWithLogits, &y, &target, &mut expected);
        assert!((value - of_bce).abs() < 1e-14);
        assert_eq!(d.as_slice(), expected.as_slice());
        let sum: f64 = Loss::<(N<3>,), f64>::value(&MultiLabelSoftMargin.reduction(Reduction::Sum), &y, &target);
        assert!((sum - 2.0 * value).abs() < 1e-14);
    }

    #[test]
    fn class_of_weight_zero_contributes_nothing() {
        let weight = Tensor::<(N<2>,)>::new([0.0, 1.0]);
        let (y, target) = (Tensor::<(N<1>, N<2>)>::new([[f32::NEG_INFINITY, 0.0]]), Tensor::new([[1.0, 0.0]]));
        let mut d = Tensor::new([[f32::NAN; 2]]);
        let value = Loss::<(N<2>,)>::gradient(&MultiLabelSoftMargin.weight(&weight), &y, &target, &mut d);
        assert_eq!((value, d.as_slice()), (core::f32::consts::LN_2 / 2.0, &[0.0, 0.25][..]));
    }
}
