//! The multi-class margin (hinge) loss.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::reduction::reductions;
use crate::losses::weights::weighed;
use crate::losses::{ClassWeights, Criterion, Reduction, Unweighted, Weighting};
use crate::signal::Class;
use crate::tensor::Tensor;

/// The multi-class margin loss: L = the sum over all classes j other than the target t of max(0, margin - x_t + x_j), divided by
/// the number of classes and averaged over the batch (Weston, Watkins 1999). PyTorch's `MultiMarginLoss`, with its defaults.
///
/// The output is `(C,)`; the target is one class per sample, `&Tensor<(B,), Class<C>>`. Each class j within the margin adds 1 / (C
/// B) to the gradient of x_j and -1 / (C B) to that of x_t. [`squared`](Self::squared) squares the terms, [`weight`](Self::weight)
/// weights the classes; [`reduction`](Self::reduction) selects another reduction. For two classes and one output, see
/// [`Hinge`](struct@crate::Hinge), and for several classes per sample, [`MultiLabelMargin`](struct@crate::MultiLabelMargin).
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<4>)>::new([[2.0, 3.0, 1.5, 0.0]]);
/// let target = Tensor::<(N<1>,), Class<N<4>>>::new([Class::new(0).unwrap()]);
/// let mut dy = Tensor::<(N<1>, N<4>)>::new([[0.0; 4]]);
/// let loss = MultiMargin::default().gradient(&y, &target, &mut dy);
/// assert_eq!(loss, (2.0 + 0.5) / 4.0);
/// assert_eq!(dy.as_slice(), [-0.5, 0.25, 0.25, 0.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MultiMargin<W = Unweighted> {
    /// The margin by which the target class must exceed all others, more than 0. Defaults to 1.
    pub margin: f64,
    /// Whether the terms are squared. Defaults to `false`.
    pub squared: bool,
    classes: W,
    reduction: Reduction,
}
reductions!(@only MultiMargin<W>, Mean, "The terms are those of the samples: `Mean` divides by their number.");

impl MultiMargin {
    /// Creates the loss with this margin, which must be finite and more than 0.
    ///
    /// # Panics
    /// Panics if `margin` is 0, negative, infinite or NaN.
    #[track_caller]
    pub const fn new(margin: f64) -> Self {
        assert!(margin > 0.0 && margin < f64::INFINITY, "{}", MARGIN);
        Self { margin, squared: false, classes: Unweighted, reduction: Reduction::Mean }
    }
}

impl<W: Copy> MultiMargin<W> {
    /// Returns this loss with squared terms, max(0, margin - x_t + x_j)^2, as PyTorch's `p=2`.
    ///
    /// ```
    /// assert!(nn::losses::MultiMargin::default().squared().squared);
    /// ```
    pub const fn squared(self) -> Self {
        Self { squared: true, ..self }
    }

    /// Returns this loss with a weight for each class: the term of a sample is multiplied by w_t. The mean still
    /// divides by the number of samples, as in PyTorch.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let y = Tensor::<(N<2>, N<2>)>::new([[0.0, 0.0], [0.0, 2.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// assert_eq!(MultiMargin::default().weight(&weights).value(&y, &target), 3.0 / 4.0);
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn weight<'w, C: Dim, T: Float>(self, weight: &'w Tensor<(C,), T>) -> MultiMargin<ClassWeights<'w, C, T>>
    where
        W: Weighting<'w, C, T>,
    {
        let classes = self.classes.classes().with_weights(weight);
        MultiMargin { margin: self.margin, squared: self.squared, classes, reduction: self.reduction }
    }

    /// Returns the term of a class that is `excess` inside the margin, and its derivative with respect to `excess`.
    #[inline]
    fn slope<T: Float>(&self, excess: T) -> (T, T) {
        if excess <= T::ZERO {
            (T::ZERO, T::ZERO)
        } else if self.squared {
            (excess * excess, excess + excess)
        } else {
            (excess, T::ONE)
        }
    }

    /// Returns how far each class other than the target is inside the margin.
    #[inline]
    fn excesses<T: Float>(&self, x: &[T], target: usize) -> impl Iterator<Item = (usize, T)> {
        let bound = T::from_f64(self.margin) - x[target];
        x.iter().enumerate().filter(move |&(class, _)| class != target).map(move |(class, &x)| (class, bound + x))
    }
}

const MARGIN: &str = "the `margin` of a `MultiMargin` loss must be finite and more than 0";

impl Default for MultiMargin {
    /// Returns the loss with a margin of 1 and terms that are not squared, as in PyTorch.
    fn default() -> Self {
        Self::new(1.0)
    }
}

criterion!(impl['w, C: Dim, T: Float, W: Weighting<'w, C, T>] Loss<(C,), T> for MultiMargin<W>);

impl<'w, C: Dim, T: Float, W: Weighting<'w, C, T>> Criterion<(C,), T> for MultiMargin<W> {
    type Target = Class<C>;

    fn term(&self, y: &[T], target: Class<C>, divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let weight = self.classes.classes().of(target).unwrap_or(T::ZERO);
        let target = target.index();
        if let Some(dy) = dy {
            let scale = T::from_f64(1.0 / divisor) * weight;
            let mut pull = T::ZERO;
            for (class, excess) in self.excesses(y, target) {
                let slope = self.slope(excess).1;
                dy[class] = scale * slope;
                pull += slope;
            }
            dy[target] = -scale * pull;
        }
        let sum: f64 = self.excesses(y, target).map(|(_, excess)| self.slope(excess).0.to_f64()).sum();
        weighed(weight.to_f64(), sum)
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn normalizer(&self) -> f64 {
        C::SIZE as f64
    }

    /// Checks the margin, whose field is public and may have been set after `new`.
    fn check(&self) {
        let margin = T::from_f64(self.margin);
        assert!(margin > T::ZERO && margin.is_finite(), "{MARGIN}");
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("MultiMargin");
        shown.field("margin", &self.margin).field("squared", &self.squared);
        self.classes.classes().describe(&mut shown);
        shown.field("reduction", &self.reduction).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::losses::Loss;
    use crate::tensor::Tensor;

    fn row(loss: MultiMargin, x: [f32; 3], target: usize) -> (f32, [f32; 3]) {
        let mut d = Tensor::<(N<1>, N<3>)>::new([[f32::NAN; 3]]);
        let target = Tensor::<(N<1>,), Class<N<3>>>::new([Class::new(target).unwrap()]);
        let value = loss.gradient(&Tensor::new([x]), &target, &mut d);
        (value, d.as_slice().try_into().unwrap())
    }

    #[test]
    fn special_values() {
        let third = 1.0_f32 / 3.0;
        let margin = MultiMargin::default();
        assert_eq!(row(margin, [1e4, -1e4, 0.0], 0), (0.0, [0.0; 3]));
        assert_eq!(row(margin, [1e4, -1e4, 0.0], 1), (30_002.0 / 3.0, [third, -2.0 * third, third]));
        assert_eq!(row(margin, [0.0; 3], 2), (2.0 / 3.0, [third, third, -2.0 * third]));
        assert_eq!(row(margin, [1e-40; 3], 2).0, 2.0 / 3.0);
        assert_eq!(row(margin.squared(), [2.0, 0.0, 0.0], 1), (10.0 / 3.0, [2.0, -8.0 * third, 2.0 * third]));
        // Exactly at the margin, loss and gradient are 0.
        assert_eq!(row(MultiMargin::new(0.5), [0.0, 0.5, 0.0], 1), (0.0, [0.0; 3]));
        assert!(row(margin, [f32::NAN, 0.0, 0.0], 1).0.is_nan());
    }

    #[test]
    fn class_of_weight_zero_contributes_nothing() {
        let weights = Tensor::<(N<3>,)>::new([0.0, 2.0, 1.0]);
        let (y, mut d) = (Tensor::<(N<1>, N<3>)>::new([[f32::NEG_INFINITY, 0.5, 0.0]]), Tensor::new([[f32::NAN; 3]]));
        let of_class = |class| Tensor::<(N<1>,), Class<N<3>>>::new([Class::new(class).unwrap()]);
        let loss = MultiMargin::default().weight(&weights);
        assert_eq!(loss.gradient(&y, &of_class(0), &mut d), 0.0);
        assert_eq!(d.as_slice(), [0.0; 3]);
        assert_eq!(loss.gradient(&y, &of_class(1), &mut d), 2.0 * MultiMargin::default().value(&y, &of_class(1)));
    }
}
