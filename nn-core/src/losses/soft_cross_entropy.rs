//! Cross-entropy from logits, with distributions as targets.

use crate::criterion;
use crate::describe::Values;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::class_axis::shape_from_output;
use crate::losses::cross_entropy::assert_smoothing;
use crate::losses::weights::assert_weights;
use crate::losses::{ByRank, ClassAxis, Criterion, CrossEntropy, Positionwise, Reduction, Unweighted};
use crate::shape::Shape;
use crate::tensor::Tensor;
use core::marker::PhantomData;

/// Cross-entropy from logits with distributions as targets: L = -sum_i t_i ln softmax(x)_i, averaged over the batch, where x are
/// the logits of one sample and t is a distribution over its classes, such as the output of a teacher network or a mixture of two
/// labels. Created by [`CrossEntropy.soft()`].
///
/// The output is `(C,)`, the target `&Tensor<(B, C), T>`, as PyTorch's `CrossEntropyLoss` with class probabilities as target. The
/// gradient is (softmax(x) sum_i t_i - t) / B, where the sum is 1 for a distribution. It is as numerically stable as
/// [`CrossEntropy`](struct@crate::CrossEntropy). Where t_i is 0, x_i contributes only to the softmax.
///
/// Over a sequence `(L, C)` or an image `(C, H, W)`, the target has a distribution for each position, and the shape of the batched
/// output; the loss is averaged over the positions of all samples. `CrossEntropy.class_axis::<AXIS>().soft()` selects another class
/// axis.
///
/// [`CrossEntropy.soft()`]: crate::CrossEntropy::soft()
///
/// ```
/// use nn::prelude::*;
/// let logits = Tensor::<(N<1>, N<2>)>::new([[1e4, 1e4]]);
/// let target = Tensor::<(N<1>, N<2>)>::new([[0.25, 0.75]]);
/// let mut d = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// let loss = CrossEntropy.soft().gradient(&logits, &target, &mut d);
/// assert_eq!(loss, 2.0_f32.ln());
/// assert_eq!(d.as_slice(), [0.25, -0.25]);
/// ```
pub struct SoftCrossEntropy<'w, C: Dim, T: Float = f32, A = ByRank> {
    label_smoothing: f64,
    weights: Option<&'w Tensor<(C,), T>>,
    reduction: Reduction,
    axis: PhantomData<fn() -> A>,
}
shape_from_output!(impl['w, C: Dim, T: Float, A] SoftCrossEntropy<'w, C, T, A>);

impl<C: Dim, T: Float, A> Copy for SoftCrossEntropy<'_, C, T, A> {}
impl<C: Dim, T: Float, A> Clone for SoftCrossEntropy<'_, C, T, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Dim, T: Float, A> core::fmt::Debug for SoftCrossEntropy<'_, C, T, A> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("SoftCrossEntropy");
        shown.field("label_smoothing", &self.label_smoothing).field("weights", &self.weights.map(Tensor::as_slice));
        shown.field("reduction", &self.reduction).finish()
    }
}

impl<'w, C: Dim, T: Float, A> SoftCrossEntropy<'w, C, T, A> {
    /// Returns this loss with label smoothing: t is replaced by (1 - s) t + s / C.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let logits = Tensor::<(N<1>, N<2>)>::new([[0.0, 0.0]]);
    /// let target = Tensor::<(N<1>, N<2>)>::new([[1.0, 0.0]]);
    /// let mut d = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
    /// CrossEntropy.soft().label_smoothing(0.5).gradient(&logits, &target, &mut d);
    /// assert_eq!(d.as_slice(), [-0.25, 0.25]);
    /// ```
    ///
    /// # Panics
    /// Panics if `smoothing` is not from 0 to 1.
    #[track_caller]
    pub const fn label_smoothing(self, smoothing: f64) -> Self {
        assert_smoothing(smoothing);
        Self { label_smoothing: smoothing, ..self }
    }

    /// Returns this loss with a weight for each class: L = -sum_i w_i t_i ln softmax(x)_i. Unlike with classes as
    /// targets, the mean divides by the number of samples regardless of the weights.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 0.0]);
    /// let logits = Tensor::<(N<1>, N<2>)>::new([[0.0, 0.0]]);
    /// let target = Tensor::<(N<1>, N<2>)>::new([[0.5, 0.5]]);
    /// let loss = CrossEntropy.soft().weight(&weights).value(&logits, &target);
    /// assert_eq!(loss, 1.5 * 2.0_f32.ln());
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn weight<'v>(self, weight: &'v Tensor<(C,), T>) -> SoftCrossEntropy<'v, C, T, A>
    where
        'w: 'v,
    {
        assert_weights("class", weight.as_slice());
        SoftCrossEntropy { weights: Some(weight), ..self }
    }

    /// Returns this loss with another reduction. There is one term per sample or position: `Mean` divides by their number,
    /// `BatchMean` by the number of samples.
    pub const fn reduction(self, reduction: Reduction) -> Self {
        Self { reduction, ..self }
    }

    /// Returns the weight of each class in one position, in order: the target, smoothed and multiplied by the class weight.
    #[inline]
    fn masses(&self, target: impl Fn(usize) -> T) -> impl Iterator<Item = T> {
        let (keep, share) =
            (T::from_f64(1.0 - self.label_smoothing), T::from_f64(self.label_smoothing / C::SIZE as f64));
        let weights = self.weights.map(Tensor::as_slice);
        (0..C::SIZE).map(move |class| {
            let mass = keep * target(class) + share;
            weights.map_or(mass, |weights| weights[class] * mass)
        })
    }
}

impl<A: Copy> CrossEntropy<Unweighted, A> {
    /// Returns this loss with distributions as targets.
    pub const fn soft<C: Dim, T: Float>(self) -> SoftCrossEntropy<'static, C, T, A> {
        SoftCrossEntropy {
            label_smoothing: self.label_smoothing,
            weights: None,
            reduction: self.reduction,
            axis: PhantomData,
        }
    }
}

criterion!(
    impl['w, S: ClassAxis<A, Classes = C>, C: Dim, T: Float, A] Loss<S, T> for SoftCrossEntropy<'w, C, T, A>
);

impl<S: ClassAxis<A, Classes = C>, C: Dim, T: Float, A> Criterion<S, T> for SoftCrossEntropy<'_, C, T, A> {
    type Target = [T];

    fn term(&self, y: &[T], target: &[T], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let mut sum = 0.0;
        Positionwise::<S, T>::position_terms(self, y, target, None, divisor, dy, |_, term| sum += term);
        sum
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn normalizer(&self) -> f64 {
        self.reduction.per_element(<S::Positions as Shape>::SIZE)
    }

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("SoftCrossEntropy");
        shown.field("label_smoothing", &self.label_smoothing);
        if let Some(weights) = self.weights {
            shown.field("weight", &Values(weights.as_slice()));
        }
        if let Some(axis) = S::AXIS {
            shown.field("class_axis", &axis);
        }
        shown.field("reduction", &self.reduction).finish()
    }
}

impl<S: ClassAxis<A, Classes = C>, C: Dim, T: Float, A> Positionwise<S, T> for SoftCrossEntropy<'_, C, T, A> {
    type Positions = S::Positions;

    fn position_terms(
        &self,
        y: &[T],
        target: &[T],
        weights: Option<&[T]>,
        divisor: f64,
        mut dy: Option<&mut [T]>,
        mut each: impl FnMut(usize, f64),
    ) {
        for position in 0..<S::Positions as Shape>::SIZE {
            let at = move |class| S::index(position, class);
            let factor = weights.map_or(1.0, |weights| weights[position].to_f64());
            if factor == 0.0 {
                if let Some(dy) = &mut dy {
                    (0..C::SIZE).for_each(|class| dy[at(class)] = T::ZERO);
                }
                each(position, 0.0);
                continue;
            }
            let largest = (0..C::SIZE).fold(T::NEG_INFINITY, |largest, class| largest.max(y[at(class)]));
            let masses = || self.masses(|class| target[at(class)]);
            let exponential = |class| (y[at(class)] - largest).exp();
            let sum: T = match &mut dy {
                None => (0..C::SIZE).map(exponential).sum(),
                Some(dy) => {
                    (0..C::SIZE).for_each(|class| dy[at(class)] = exponential(class));
                    let sum = (0..C::SIZE).map(|class| dy[at(class)]).sum();
                    let share = T::from_f64(factor / divisor);
                    let scale = masses().sum::<T>() / sum;
                    for (class, mass) in masses().enumerate() {
                        let dx = &mut dy[at(class)];
                        *dx = (*dx * scale - mass) * share;
                    }
                    sum
                }
            };
            let normaliser = sum.ln();
            let terms = masses().enumerate().map(|(class, mass)| {
                // A logit of minus infinity contributes nothing if its target is 0.
                if mass == T::ZERO { 0.0 } else { (mass * (normaliser - (y[at(class)] - largest))).to_f64() }
            });
            each(position, factor * terms.sum::<f64>());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::signal::Class;

    type Rows = Tensor<(N<3>, N<3>)>;

    #[test]
    fn one_hot_target_equals_class_target() {
        let logits = Rows::new([[1e4, -1e4, 0.0], [0.3, 0.3, 0.3], [-2.0, 1e-40, 1.5]]);
        let classes = Tensor::<(N<3>,), Class<N<3>>>::new([2, 0, 1].map(|index| Class::new(index).unwrap()));
        let one_hot = Rows::new([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]);
        for reduction in [Reduction::Mean, Reduction::Sum] {
            let (mut d, mut expected) = (Rows::new([[f32::NAN; 3]; 3]), Rows::new([[f32::NAN; 3]; 3]));
            let value = CrossEntropy.soft().reduction(reduction).gradient(&logits, &one_hot, &mut d);
            assert_eq!(value, CrossEntropy.reduction(reduction).gradient(&logits, &classes, &mut expected));
            assert!(d.iter().zip(&expected).all(|(d, expected)| (d - expected).abs() < 1e-6));
        }
    }

    #[test]
    fn special_values() {
        let infinity = f32::INFINITY;
        let row = |x: [f32; 3], target: [f32; 3]| {
            let mut d = Tensor::<(N<1>, N<3>)>::new([[f32::NAN; 3]]);
            let value = CrossEntropy.soft().gradient(&Tensor::new([x]), &Tensor::new([target]), &mut d);
            (value, d)
        };
        let (value, d) = row([-infinity, 0.0, 0.0], [0.0, 0.5, 0.5]);
        assert_eq!((value, d.as_slice()), (core::f32::consts::LN_2, [0.0; 3].as_slice()));
        assert_eq!(row([-infinity, 0.0, 0.0], [0.5, 0.5, 0.0]).0, infinity);
        let (value, d) = row([1e4, -1e4, 1e-40], [0.5, 0.25, 0.25]);
        assert_eq!((value, d.as_slice()), (7500.0, [0.5, -0.25, -0.25].as_slice()));
        // With a target of all zeros, loss and gradient are 0.
        assert_eq!(row([3.0, 1.0, 2.0], [0.0; 3]).0, 0.0);
        assert!(row([f32::NAN, 0.0, 0.0], [0.0, 1.0, 0.0]).0.is_nan());
    }
}
