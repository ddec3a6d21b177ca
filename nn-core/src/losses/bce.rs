//! Binary cross-entropy from probabilities.

use crate::criterion;
use crate::describe::Values;
use crate::float::Float;
use crate::kernels::at_least;
use crate::losses::element_weights::{checked, weight_at};
use crate::losses::elementwise::{each_term, terms, times};
use crate::losses::reduction::reductions;
use crate::losses::{Criterion, ElementWeights, Positionwise, Reduction, Unweighted};
use crate::shape::Sample;
use crate::tensor::Tensor;

/// Binary cross-entropy from probabilities: L = the mean over all elements of -t_i ln(p_i) - (1 - t_i) ln(1 - p_i), where p are
/// predicted probabilities, such as the output of [`Sigmoid`](crate::Sigmoid), and t the true ones, as PyTorch's `BCELoss`.
///
/// The output may have any shape; the target has the shape of the batched output. As in PyTorch, both logarithms are at least -100,
/// so that the loss is finite, and the gradient is (p_i - t_i) / max(p_i (1 - p_i), 1e-12) / n, where n is the batch size times the
/// number of elements of a sample: at p_i = 0 and p_i = 1 it is not that of the bounded loss, but large. A p_i below 0 or above 1
/// is an error in PyTorch; here the loss is NaN.
///
/// [`weight`](Self::weight) weights the elements; [`reduction`](Self::reduction) selects another reduction. Training from logits
/// with [`BceWithLogits`](struct@crate::BceWithLogits) has no bounds, and is accurate for certain predictions.
///
/// ```
/// use nn::losses::Bce;
/// use nn::prelude::*;
/// let p = Tensor::<(N<2>,)>::new([0.5, 0.0]);
/// let target = Tensor::<(N<2>,)>::new([1.0, 1.0]);
/// let mut dp = Tensor::<(N<2>,)>::new([0.0; 2]);
/// let loss = Loss::<()>::gradient(&Bce, &p, &target, &mut dp);
/// assert_eq!(loss, (2.0_f32.ln() + 100.0) / 2.0);
/// assert_eq!(dp.as_slice(), [-1.0, -5e11]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bce<W = Unweighted> {
    weight: W,
    reduction: Reduction,
}
reductions!(
    Bce<W> { weight: Unweighted },
    Mean,
    "The terms are those of the elements: `Mean` divides by their number."
);

impl<W: Copy> Bce<W> {
    /// Returns this loss with the term of each element multiplied by a weight. `weight` has the shape of one sample. The mean still
    /// divides by the number of elements, as in PyTorch. For weights that differ from sample to sample, see
    /// [`SampleWeighted`](crate::SampleWeighted) and [`PositionWeighted`](crate::PositionWeighted).
    ///
    /// ```
    /// use nn::losses::Bce;
    /// use nn::prelude::*;
    /// let weight = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let (p, target) = (Tensor::<(N<1>, N<2>)>::new([[0.5; 2]]), Tensor::new([[1.0, 0.0]]));
    /// let loss = Loss::<(N<2>,)>::value(&Bce.weight(&weight), &p, &target);
    /// assert_eq!(loss, (3.0 + 1.0) * 2.0_f32.ln() / 2.0);
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn weight<S: Sample, T: Float>(self, weight: &Tensor<S, T>) -> Bce<&Tensor<S, T>> {
        Bce { weight: checked(weight), reduction: self.reduction }
    }
}

/// The bound of the logarithms.
const LEAST_LOGARITHM: f64 = -100.0;

/// The least value that the derivative is divided by: as in PyTorch, it is an `f32` for `f64`, too.
const LEAST: f64 = 1e-12_f32 as f64;

/// Returns the term of an element, and its derivative with respect to p.
#[inline]
fn of_element<T: Float>(p: T, target: T) -> (T, T) {
    let rest = T::ONE - p;
    let least = T::from_f64(LEAST_LOGARITHM);
    let value = (target - T::ONE) * at_least((-p).ln_1p(), least) - target * at_least(p.ln(), least);
    (value, (p - target) / (rest * p).max(T::from_f64(LEAST)))
}

/// Returns the term of an element with these weights of the elements of a sample, and its derivative with respect to p.
#[inline]
fn with_weights<T: Float>(weight: Option<&[T]>) -> impl Fn(usize, T, T) -> (T, T) {
    move |i, p, target| times(weight_at(weight, i), || of_element(p, target))
}

criterion!(impl[S: Sample, T: Float, W: ElementWeights<S, T>] Loss<S, T> for Bce<W>);

impl<S: Sample, T: Float, W: ElementWeights<S, T>> Criterion<S, T> for Bce<W> {
    type Target = [T];

    #[inline]
    fn term(&self, p: &[T], target: &[T], divisor: f64, dp: Option<&mut [T]>) -> f64 {
        terms(p, target, divisor, dp, with_weights(self.weight.weights()))
    }

    #[inline]
    fn terms(&self, p: &[T], targets: &[T], divisor: f64, dp: Option<&mut [T]>) -> f64 {
        let term = with_weights(self.weight.weights());
        terms(p, targets, divisor, dp, |i, p, target| term(i % S::SIZE, p, target))
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn normalizer(&self) -> f64 {
        self.reduction.per_element(S::SIZE)
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("Bce");
        if let Some(weights) = self.weight.weights() {
            shown.field("weight", &Values(weights));
        }
        shown.field("reduction", &self.reduction).finish()
    }
}

impl<S: Sample, T: Float, W: ElementWeights<S, T>> Positionwise<S, T> for Bce<W> {
    type Positions = S;

    fn position_terms(
        &self,
        p: &[T],
        target: &[T],
        weights: Option<&[T]>,
        divisor: f64,
        dp: Option<&mut [T]>,
        each: impl FnMut(usize, f64),
    ) {
        each_term(p, target, weights, divisor, dp, each, with_weights(self.weight.weights()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        assert_eq!(of_element(1.0_f32, 1.0), (0.0, 0.0));
        assert_eq!(of_element(0.0_f32, 0.0), (0.0, 0.0));
        // The loss is bounded, and its derivative is large.
        assert_eq!(of_element(0.0_f64, 1.0), (100.0, -1.0 / LEAST));
        assert_eq!(of_element(1.0_f64, 0.0), (100.0, 1.0 / LEAST));
        assert_eq!(of_element(1.0_f32, 0.0), (100.0, 1e12));
        assert_eq!(of_element(1e-60_f64, 1.0).0, 100.0);
        assert_eq!(of_element(0.5_f64, 0.25), (core::f64::consts::LN_2, 1.0));
        for (p, target) in [(-0.1, 1.0), (1.1, 0.0), (f32::NAN, 1.0), (0.5, f32::NAN)] {
            assert!(of_element(p, target).0.is_nan());
        }
    }

    #[test]
    fn probability_outside_of_range_is_nan_for_any_target() {
        for target in [0.0, 0.5, 1.0] {
            assert!(of_element(-1e-3_f64, target).0.is_nan());
            assert!(of_element(1.001_f64, target).0.is_nan());
        }
    }
}
