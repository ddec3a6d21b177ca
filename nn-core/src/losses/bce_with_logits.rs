//! Binary cross-entropy from logits.

use crate::describe::Values;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::class_weights::assert_weights;
use crate::losses::elementwise::{Elementwise, elementwise_loss, sum, sum_and_slopes};
use crate::losses::rows::{first, first_mut, weighed};
use crate::losses::{Divisor, Loss, Reduced, Reduction};
use crate::shape::Sample;
use crate::signal::Batch;
use crate::tensor::Tensor;

/// L = the mean over all elements of -t_i ln sigmoid(y_i) - (1 - t_i) ln(1 - sigmoid(y_i)): y are logits, t probabilities
/// from 0 to 1, as PyTorch's `BCEWithLogitsLoss`.
///
/// For outputs that are each yes or no by themselves. The output may have any shape; the target has the same, with the
/// batch in front. The gradient is (sigmoid(y_i) - t_i) / n, n being batch times elements of a sample.
///
/// It is computed as max(y, 0) - y t + ln(1 + exp(-|y|)): logits of +-10 000 and more neither overflow nor lose the
/// gradient. An infinite logit gives the limit: 0 where it agrees with the target (infinity and 1, minus infinity and 0; PyTorch:
/// NaN), and infinity otherwise. The gradient is finite in any case.
///
/// [`positive_weight`](Self::positive_weight) weighs the positive targets; [`reduce`](Self::reduce) takes another
/// reduction. Do not put a [`Sigmoid`](crate::Sigmoid) before it.
///
/// ```
/// use nn_core::{BceWithLogits, Loss, N, Tensor};
/// let y = Tensor::<(N<2>,)>::new([0.0, 1e4]);
/// let target = Tensor::<(N<2>,)>::new([1.0, 0.0]);
/// let mut dy = Tensor::<(N<2>,)>::new([0.0; 2]);
/// let loss = Loss::<()>::gradient(&BceWithLogits, &y, &target, &mut dy);
/// assert_eq!(loss, (2.0_f32.ln() + 1e4) / 2.0);
/// assert_eq!(dy.as_slice(), [-0.25, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BceWithLogits;
elementwise_loss!(BceWithLogits, Mean);

impl BceWithLogits {
    /// The same loss with the terms of positive targets multiplied: -w_i t_i ln sigmoid(y_i) - (1 - t_i) ln(..). `weights`
    /// has the shape of one sample; above 1 they raise recall, below 1 precision. PyTorch's `pos_weight`.
    ///
    /// ```
    /// use nn_core::{BceWithLogits, Loss, N, Tensor};
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let loss = BceWithLogits.positive_weight(&weights);
    /// let y = Tensor::new([[0.0; 2]; 1]);
    /// let value = |target| Loss::<(N<2>,)>::value(&loss, &y, &Tensor::<(N<1>, N<2>)>::new([target]));
    /// assert_eq!(value([1.0, 0.0]), 2.0 * value([0.0, 1.0]));
    /// ```
    ///
    /// # Panics
    /// If a weight is negative, infinite or NaN.
    #[track_caller]
    pub fn positive_weight<S: Sample, T: Float>(self, weights: &Tensor<S, T>) -> WeightedBceWithLogits<'_, S, T> {
        assert_weights("element", weights.as_slice());
        WeightedBceWithLogits { weights }
    }
}

impl Elementwise for BceWithLogits {
    #[inline]
    fn term<T: Float>(&self, y: T, target: T) -> (T, T) {
        let (small, share) = softplus(y);
        let linear = if y.abs() == -T::NEG_INFINITY {
            // The limits: the difference of the two infinities would be NaN.
            weighed(if y < T::ZERO { target } else { T::ONE - target }, y.abs())
        } else {
            y.max(T::ZERO) - y * target
        };
        (linear + small, share - target)
    }
}

/// ln(1 + exp(-|x|)), and sigmoid(x).
#[inline]
fn softplus<T: Float>(x: T) -> (T, T) {
    let exponential = (-x.abs()).exp();
    let sum = T::ONE + exponential;
    (exponential.ln_1p(), if x < T::ZERO { exponential / sum } else { T::ONE / sum })
}

/// [`BceWithLogits`] with weights of the positive targets: what [`BceWithLogits::positive_weight`] gives.
#[derive(Debug)]
pub struct WeightedBceWithLogits<'w, S: Sample, T: Float = f32> {
    /// The factor of each element's positive term, at least 0.
    pub weights: &'w Tensor<S, T>,
}

impl<S: Sample, T: Float> Copy for WeightedBceWithLogits<'_, S, T> {}
impl<S: Sample, T: Float> Clone for WeightedBceWithLogits<'_, S, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Sample, T: Float> WeightedBceWithLogits<'_, S, T> {
    /// The same loss with another reduction. The terms are those of the elements: `Mean` divides by their number.
    pub const fn reduce(self, reduction: Reduction) -> Reduced<Self> {
        Reduced { loss: self, reduction }
    }

    /// The term of an element of a sample, and its derivative by y.
    #[inline]
    fn term(&self, i: usize, y: T, target: T) -> (T, T) {
        let negative = T::ONE - target;
        let positive = self.weights.as_slice()[i] * target;
        let (small, share) = softplus(-y);
        let (zero, both) = (T::ZERO, positive + negative);
        // Both logarithms are minus `small`, but that of the unlikely side has |y| besides.
        let terms = both * small + weighed(positive, (-y).max(zero)) + weighed(negative, y.max(zero));
        (terms, negative - both * share)
    }
}

impl<S: Sample, T: Float> Loss<S, T> for WeightedBceWithLogits<'_, S, T> {
    type Target<'a, B: Dim> = &'a Batch<S, B, T>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Loss::<S, T>::describe(&self.reduce(Reduction::Mean), f)
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Batch<S, B, T>, target: &Batch<S, B, T>) -> T {
        self.reduce(Reduction::Mean).value_of_rows(rows, y, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Batch<S, B, T>,
        target: &Batch<S, B, T>,
        dy: &mut Batch<S, B, T>,
    ) -> T {
        self.reduce(Reduction::Mean).gradient_of_rows(rows, y, target, dy)
    }

    fn divisor(&self) -> Divisor {
        Divisor::Samples
    }
}

impl<S: Sample, T: Float> Loss<S, T> for Reduced<WeightedBceWithLogits<'_, S, T>> {
    type Target<'a, B: Dim> = &'a Batch<S, B, T>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("BceWithLogits");
        shown.field("positive_weight", &Values(self.loss.weights.as_slice()));
        shown.field("reduction", &self.reduction).finish()
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Batch<S, B, T>, target: &Batch<S, B, T>) -> T {
        assert_weights("element", self.loss.weights.as_slice());
        let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
        let samples = y.chunks_exact(S::SIZE).zip(target.chunks_exact(S::SIZE));
        let total: f64 = samples.map(|(y, target)| sum(y, target, |i, y, target| self.loss.term(i, y, target))).sum();
        T::from_f64(total / self.reduction.divisor(y.len() as f64, rows))
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Batch<S, B, T>,
        target: &Batch<S, B, T>,
        dy: &mut Batch<S, B, T>,
    ) -> T {
        assert_weights("element", self.loss.weights.as_slice());
        let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
        let dy = first_mut::<B, _>(rows, dy.as_mut_slice());
        let divisor = self.reduction.divisor(y.len() as f64, rows);
        let scale = T::from_f64(1.0 / divisor);
        let samples = y.chunks_exact(S::SIZE).zip(target.chunks_exact(S::SIZE)).zip(dy.chunks_exact_mut(S::SIZE));
        let sums = samples
            .map(|((y, target), dy)| sum_and_slopes(y, target, dy, scale, |i, y, target| self.loss.term(i, y, target)));
        T::from_f64(sums.sum::<f64>() / divisor)
    }

    fn divisor(&self) -> Divisor {
        self.reduction.kind(Divisor::Samples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;

    fn weighted<T: Float>(weight: f64, y: f64, target: f64) -> (T, T) {
        let weights = Tensor::<(N<1>,), T>::new([T::from_f64(weight)]);
        BceWithLogits.positive_weight(&weights).term(0, T::from_f64(y), T::from_f64(target))
    }

    #[test]
    fn the_formula() {
        for y in [-3.0, -0.5, 0.0, 1e-9, 2.0] {
            for target in [0.0, 0.3, 1.0] {
                let sigmoid = 1.0 / (1.0 + libm::exp(-y));
                let (positive, negative) = (-target * libm::log(sigmoid), (target - 1.0) * libm::log(1.0 - sigmoid));
                let (value, slope) = BceWithLogits.term(y, target);
                assert!((value - (positive + negative)).abs() < 1e-14);
                assert!((slope - (sigmoid - target)).abs() < 1e-15);
                let (value, slope) = weighted::<f64>(2.5, y, target);
                assert!((value - (2.5 * positive + negative)).abs() < 1e-14);
                let expected = -2.5 * target * (1.0 - sigmoid) + (1.0 - target) * sigmoid;
                assert!((slope - expected).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn huge_logits() {
        assert_eq!(BceWithLogits.term(1e4_f32, 1.0), (0.0, 0.0));
        assert_eq!(BceWithLogits.term(1e4_f32, 0.0), (1e4, 1.0));
        assert_eq!(BceWithLogits.term(-1e4_f32, 1.0), (1e4, -1.0));
        assert_eq!(BceWithLogits.term(-1e4_f32, 0.0), (0.0, 0.0));
        assert_eq!(BceWithLogits.term(1e38_f32, 0.0), (1e38, 1.0));
        assert_eq!(weighted::<f32>(2.0, -1e4, 1.0), (2e4, -2.0));
        assert_eq!(weighted::<f32>(2.0, 1e4, 1.0), (0.0, 0.0));
        assert_eq!(weighted::<f32>(2.0, 1e4, 0.0), (1e4, 1.0));
        // A weight of 0: positive targets count for nothing.
        assert_eq!(weighted::<f32>(0.0, -1e4, 1.0), (0.0, 0.0));
    }

    /// The limits of both terms; an infinite logit that a target agrees with wholly costs nothing.
    #[test]
    fn infinite_logits() {
        let infinity = f32::INFINITY;
        for (y, target, value, slope) in [
            (infinity, 0.0, infinity, 1.0),
            (infinity, 1.0, 0.0, 0.0),
            (-infinity, 0.0, 0.0, 0.0),
            (-infinity, 1.0, infinity, -1.0),
            (infinity, 0.25, infinity, 0.75),
            (-infinity, 0.25, infinity, -0.25),
        ] {
            assert_eq!(BceWithLogits.term(y, target), (value, slope));
            assert_eq!(weighted::<f32>(1.0, y.into(), target.into()), (value, slope));
        }
        // A weight of 0: positive targets count for nothing.
        assert_eq!(weighted::<f32>(0.0, f64::NEG_INFINITY, 1.0), (0.0, 0.0));
        assert_eq!(weighted::<f32>(2.0, f64::NEG_INFINITY, 1.0), (infinity, -2.0));
    }

    #[test]
    fn special_values() {
        let (value, slope) = BceWithLogits.term(1e-40_f32, 1.0);
        assert_eq!((value, slope), (core::f32::consts::LN_2, -0.5));
        assert!(BceWithLogits.term(f32::NAN, 1.0).0.is_nan());
        assert!(BceWithLogits.term(0.0, f32::NAN).0.is_nan());
    }
}
