//! Binary cross-entropy from logits.

use crate::criterion;
use crate::describe::Values;
use crate::float::Float;
use crate::losses::element_weights::{checked, weight_at};
use crate::losses::elementwise::{each_term, terms, times};
use crate::losses::reduction::reductions;
use crate::losses::weights::weighed;
use crate::losses::{Criterion, ElementWeights, Positionwise, Reduction, Unweighted};
use crate::shape::Sample;
use crate::tensor::Tensor;

/// Binary cross-entropy from logits: L = the mean over all elements of -t_i ln sigmoid(y_i) - (1 - t_i) ln(1 - sigmoid(y_i)), where
/// y are logits and t are probabilities from 0 to 1, as PyTorch's `BCEWithLogitsLoss`.
///
/// For independent binary outputs, such as multi-label classification. The output may have any shape; the target has the shape of
/// the batched output. The gradient is (sigmoid(y_i) - t_i) / n, where n is the batch size times the number of elements of a
/// sample.
///
/// The loss is computed as max(y, 0) - y t + ln(1 + exp(-|y|)), so that logits of +-10 000 and more neither overflow nor lose the
/// gradient. For an infinite logit, the loss is the limit: 0 where the logit agrees with the target (infinity and 1, minus infinity
/// and 0; NaN in PyTorch), infinity otherwise. The gradient is finite in either case.
///
/// [`pos_weight`](Self::pos_weight) weights the positive targets, [`weight`](Self::weight) the elements;
/// [`reduction`](Self::reduction) selects another reduction. The loss expects logits: do not apply a [`Sigmoid`](crate::Sigmoid)
/// before it. For a network that already ends in one, there is [`Bce`](struct@crate::Bce).
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<2>,)>::new([0.0, 1e4]);
/// let target = Tensor::<(N<2>,)>::new([1.0, 0.0]);
/// let mut dy = Tensor::<(N<2>,)>::new([0.0; 2]);
/// let loss = Loss::<()>::gradient(&BceWithLogits, &y, &target, &mut dy);
/// assert_eq!(loss, (2.0_f32.ln() + 1e4) / 2.0);
/// assert_eq!(dy.as_slice(), [-0.25, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BceWithLogits<P = Unweighted, W = Unweighted> {
    pos_weight: P,
    weight: W,
    reduction: Reduction,
}
reductions!(
    BceWithLogits<P, W> { pos_weight: Unweighted, weight: Unweighted },
    Mean,
    "The terms are those of the elements: `Mean` divides by their number."
);

impl<P: Copy, W: Copy> BceWithLogits<P, W> {
    /// Returns this loss with the terms of positive targets multiplied by a weight: -w_i t_i ln sigmoid(y_i) - (1 - t_i) ln(..).
    /// `weight` has the shape of one sample; weights above 1 raise recall, weights below 1 raise precision.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let weight = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let loss = BceWithLogits.pos_weight(&weight);
    /// let y = Tensor::new([[0.0; 2]; 1]);
    /// let value = |target| Loss::<(N<2>,)>::value(&loss, &y, &Tensor::<(N<1>, N<2>)>::new([target]));
    /// assert_eq!(value([1.0, 0.0]), 2.0 * value([0.0, 1.0]));
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn pos_weight<S: Sample, T: Float>(self, weight: &Tensor<S, T>) -> BceWithLogits<&Tensor<S, T>, W> {
        BceWithLogits { pos_weight: checked(weight), weight: self.weight, reduction: self.reduction }
    }

    /// Returns this loss with the term of each element multiplied by a weight. `weight` has the shape of one sample. The mean still
    /// divides by the number of elements, as in PyTorch. For weights that differ from sample to sample, see
    /// [`SampleWeighted`](crate::SampleWeighted) and [`PositionWeighted`](crate::PositionWeighted).
    ///
    /// ```
    /// use nn::prelude::*;
    /// let weight = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let (y, target) = (Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]), Tensor::new([[1.0, 0.0]]));
    /// let loss = Loss::<(N<2>,)>::value(&BceWithLogits.weight(&weight), &y, &target);
    /// assert_eq!(loss, (3.0 + 1.0) * 2.0_f32.ln() / 2.0);
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn weight<S: Sample, T: Float>(self, weight: &Tensor<S, T>) -> BceWithLogits<P, &Tensor<S, T>> {
        BceWithLogits { pos_weight: self.pos_weight, weight: checked(weight), reduction: self.reduction }
    }
}

/// Returns the term of an element, and its derivative with respect to y.
#[inline]
pub(super) fn of_element<T: Float>(y: T, target: T) -> (T, T) {
    let (small, share) = softplus(y);
    let linear = if y.abs() == -T::NEG_INFINITY {
        // Compute the limit: the difference of the two infinities would be NaN.
        weighed(if y < T::ZERO { target } else { T::ONE - target }, y.abs())
    } else {
        y.max(T::ZERO) - y * target
    };
    (linear + small, share - target)
}

/// Returns ln(1 + exp(-|x|)) and sigmoid(x).
#[inline]
fn softplus<T: Float>(x: T) -> (T, T) {
    let exponential = (-x.abs()).exp();
    let sum = T::ONE + exponential;
    (exponential.ln_1p(), if x < T::ZERO { exponential / sum } else { T::ONE / sum })
}

/// Returns the term of an element whose positive targets have this weight, and its derivative with respect to y.
#[inline]
fn weighted<T: Float>(weight: T, y: T, target: T) -> (T, T) {
    let negative = T::ONE - target;
    let positive = weight * target;
    let (small, share) = softplus(-y);
    let (zero, both) = (T::ZERO, positive + negative);
    // Both logarithms are -`small`, and the one of the less likely side has an additional -|y|.
    let terms = both * small + weighed(positive, (-y).max(zero)) + weighed(negative, y.max(zero));
    (terms, negative - both * share)
}

criterion!(
    impl[S: Sample, T: Float, P: ElementWeights<S, T>, W: ElementWeights<S, T>] Loss<S, T> for BceWithLogits<P, W>
);

/// Returns the term of an element with these weights of the elements of a sample, and its derivative with respect to y.
#[inline]
fn with_weights<T: Float>(pos_weight: Option<&[T]>, weight: Option<&[T]>) -> impl Fn(usize, T, T) -> (T, T) {
    move |i, y, target| {
        times(weight_at(weight, i), || match pos_weight {
            None => of_element(y, target),
            Some(pos_weight) => weighted(pos_weight[i], y, target),
        })
    }
}

impl<S, T, P, W> Criterion<S, T> for BceWithLogits<P, W>
where
    S: Sample,
    T: Float,
    P: ElementWeights<S, T>,
    W: ElementWeights<S, T>,
{
    type Target = [T];

    #[inline]
    fn term(&self, y: &[T], target: &[T], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        terms(y, target, divisor, dy, with_weights(self.pos_weight.weights(), self.weight.weights()))
    }

    #[inline]
    fn terms(&self, y: &[T], targets: &[T], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let term = with_weights(self.pos_weight.weights(), self.weight.weights());
        terms(y, targets, divisor, dy, |i, y, target| term(i % S::SIZE, y, target))
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn normalizer(&self) -> f64 {
        self.reduction.per_element(S::SIZE)
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("BceWithLogits");
        if let Some(weights) = self.pos_weight.weights() {
            shown.field("pos_weight", &Values(weights));
        }
        if let Some(weights) = self.weight.weights() {
            shown.field("weight", &Values(weights));
        }
        shown.field("reduction", &self.reduction).finish()
    }
}

impl<S, T, P, W> Positionwise<S, T> for BceWithLogits<P, W>
where
    S: Sample,
    T: Float,
    P: ElementWeights<S, T>,
    W: ElementWeights<S, T>,
{
    type Positions = S;

    fn position_terms(
        &self,
        y: &[T],
        target: &[T],
        weights: Option<&[T]>,
        divisor: f64,
        dy: Option<&mut [T]>,
        each: impl FnMut(usize, f64),
    ) {
        let term = with_weights(self.pos_weight.weights(), self.weight.weights());
        each_term(y, target, weights, divisor, dy, each, term);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighted<T: Float>(weight: f64, y: f64, target: f64) -> (T, T) {
        let [weight, y, target] = [weight, y, target].map(T::from_f64);
        super::weighted(weight, y, target)
    }

    #[test]
    fn matches_formula() {
        for y in [-3.0, -0.5, 0.0, 1e-9, 2.0] {
            for target in [0.0, 0.3, 1.0] {
                let sigmoid = 1.0 / (1.0 + libm::exp(-y));
                let (positive, negative) = (-target * libm::log(sigmoid), (target - 1.0) * libm::log(1.0 - sigmoid));
                let (value, slope) = of_element(y, target);
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
        assert_eq!(of_element(1e4_f32, 1.0), (0.0, 0.0));
        assert_eq!(of_element(1e4_f32, 0.0), (1e4, 1.0));
        assert_eq!(of_element(-1e4_f32, 1.0), (1e4, -1.0));
        assert_eq!(of_element(-1e4_f32, 0.0), (0.0, 0.0));
        assert_eq!(of_element(1e38_f32, 0.0), (1e38, 1.0));
        assert_eq!(weighted::<f32>(2.0, -1e4, 1.0), (2e4, -2.0));
        assert_eq!(weighted::<f32>(2.0, 1e4, 1.0), (0.0, 0.0));
        assert_eq!(weighted::<f32>(2.0, 1e4, 0.0), (1e4, 1.0));
        // With a weight of 0, positive targets are ignored.
        assert_eq!(weighted::<f32>(0.0, -1e4, 1.0), (0.0, 0.0));
    }

    /// The limits of both terms; an infinite logit that agrees with its target has a loss of 0.
    #[test]
    fn infinite_logits_yield_limits() {
        let infinity = f32::INFINITY;
        for (y, target, value, slope) in [
            (infinity, 0.0, infinity, 1.0),
            (infinity, 1.0, 0.0, 0.0),
            (-infinity, 0.0, 0.0, 0.0),
            (-infinity, 1.0, infinity, -1.0),
            (infinity, 0.25, infinity, 0.75),
            (-infinity, 0.25, infinity, -0.25),
        ] {
            assert_eq!(of_element(y, target), (value, slope));
            assert_eq!(weighted::<f32>(1.0, y.into(), target.into()), (value, slope));
        }
        // With a weight of 0, positive targets are ignored.
        assert_eq!(weighted::<f32>(0.0, f64::NEG_INFINITY, 1.0), (0.0, 0.0));
        assert_eq!(weighted::<f32>(2.0, f64::NEG_INFINITY, 1.0), (infinity, -2.0));
    }

    #[test]
    fn special_values() {
        let (value, slope) = of_element(1e-40_f32, 1.0);
        assert_eq!((value, slope), (core::f32::consts::LN_2, -0.5));
        assert!(of_element(f32::NAN, 1.0).0.is_nan());
        assert!(of_element(0.0, f32::NAN).0.is_nan());
    }
}
