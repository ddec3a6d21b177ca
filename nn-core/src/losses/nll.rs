//! Negative log-likelihood.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::class_axis::shape_from_output;
use crate::losses::class_targets::counted;
use crate::losses::class_weights::weighted_by_class;
use crate::losses::reduction::reductions;
use crate::losses::weights::weighed;
use crate::losses::{
    Axis, ByRank, ClassAxis, ClassTargets, ClassWeights, Classes, Criterion, LabelsOrIgnored, PerPosition,
    Positionwise, Reduction, Unweighted, Weighting,
};
use crate::signal::Class;
use crate::tensor::Tensor;
use core::marker::PhantomData;

/// The negative log-likelihood: L = -x_t, averaged over the batch, where x are the log-probabilities of one sample, such as the
/// output of [`LogSoftmax`](crate::LogSoftmax), and t is its class. PyTorch's `NLLLoss`.
///
/// The output is `(C,)`; the target is one class per sample, `&Tensor<(B,), Class<C>>`. The gradient with respect to x_t is -1 / B;
/// all others are 0. Over a sequence `(L, C)` or an image `(C, H, W)`, each position has a class, and the loss is averaged over the
/// positions of all samples; the table in [`CrossEntropy`](struct@crate::CrossEntropy) lists the shapes. [`weight`](Self::weight),
/// [`ignore_index`](Self::ignore_index), or [`labels`](Self::labels) for ignored targets outside of the classes, and
/// [`reduction`](Self::reduction) are PyTorch's options. [`CrossEntropy`](struct@crate::CrossEntropy), which expects logits, is
/// this loss after a log-softmax.
///
/// ```
/// use nn::prelude::*;
/// let y = Tensor::<(N<1>, N<2>)>::new([[0.25_f32.ln(), 0.75_f32.ln()]]);
/// let target = Tensor::<(N<1>,), Class<N<2>>>::new([Class::new(1).unwrap()]);
/// let mut dy = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
/// assert_eq!(Nll.gradient(&y, &target, &mut dy), -(0.75_f32.ln()));
/// assert_eq!(dy.as_slice(), [0.0, -1.0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nll<W = Unweighted, A = ByRank, Y = Classes> {
    classes: W,
    reduction: Reduction,
    form: PhantomData<(A, Y)>,
}
reductions!(
    Nll<W, A, Y> { classes: Unweighted, form: PhantomData },
    Mean,
    "The terms are those of the samples, or of their positions: `Mean` divides by the sum of their weights, `BatchMean` by the \
     number of samples."
);
shape_from_output!(impl[W, A, Y] Nll<W, A, Y>);

impl<W: Copy, A: Copy, Y: Copy> Nll<W, A, Y> {
    /// Returns this loss with a weight for each class: the term of a sample is -w_t x_t, and the mean divides by the
    /// sum of the w_t. If that sum is 0, loss and gradient are 0 (NaN in PyTorch). The term of a sample of weight 0 is 0, even if
    /// x_t is minus infinity.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// assert_eq!(Nll.weight(&weights).value(&y, &target), (3.0 * 1.0 + 4.0) / 4.0);
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn weight<'w, C: Dim, T: Float>(self, weight: &'w Tensor<(C,), T>) -> Nll<ClassWeights<'w, C, T>, A, Y>
    where
        W: Weighting<'w, C, T>,
    {
        self.with(self.classes.classes().with_weights(weight))
    }

    /// Returns this loss with the samples or positions of `class` ignored: they contribute neither to the loss, nor to the
    /// gradient, nor to the divisor of the mean. If all samples are of this class, loss and gradient are 0 (NaN in PyTorch).
    ///
    /// ```
    /// use nn::prelude::*;
    /// let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// assert_eq!(Nll.ignore_index(Class::new(0).unwrap()).value(&y, &target), 4.0);
    /// ```
    pub fn ignore_index<'w, C: Dim, T: Float>(self, class: Class<C>) -> Nll<ClassWeights<'w, C, T>, A, Y>
    where
        W: Weighting<'w, C, T>,
    {
        self.with(self.classes.classes().without(class))
    }

    /// Returns this loss for targets that are [`Label`](crate::Label)s: a class, or ignored, as
    /// [`CrossEntropy::labels`](struct@crate::CrossEntropy).
    ///
    /// ```
    /// use nn::Label;
    /// use nn::prelude::*;
    /// let y = Tensor::<shape![2, 2]>::new([[-1.0, -2.0], [-3.0, -4.0]]);
    /// let target = Tensor::<shape![2], Label<dim![2]>>::new([Label::new(1).unwrap(), Label::IGNORED]);
    /// assert_eq!(Nll.labels().value(&y, &target), 2.0);
    /// ```
    pub const fn labels(self) -> Nll<W, A, LabelsOrIgnored> {
        Nll { classes: self.classes, reduction: self.reduction, form: PhantomData }
    }

    /// Returns this loss with the classes along axis `AXIS` of the output, counted from 0 without the batch, as
    /// [`CrossEntropy::class_axis`](struct@crate::CrossEntropy).
    ///
    /// ```
    /// use nn::prelude::*;
    /// let y = Tensor::<shape![1, 2, 3]>::new([[[-1.0, -2.0, -3.0], [-4.0, -5.0, -6.0]]]);
    /// let target = [0, 1, 0].map(|index| Class::new(index).unwrap());
    /// let target = Tensor::<shape![1, 3], Class<dim![2]>>::new([target]);
    /// assert_eq!(Nll.class_axis::<0>().value(&y, &target), (1.0 + 5.0 + 3.0) / 3.0);
    /// ```
    pub const fn class_axis<const AXIS: usize>(self) -> Nll<W, Axis<AXIS>, Y> {
        Nll { classes: self.classes, reduction: self.reduction, form: PhantomData }
    }

    fn with<V>(self, classes: V) -> Nll<V, A, Y> {
        Nll { classes, reduction: self.reduction, form: PhantomData }
    }
}

criterion!(
    impl['w, S: ClassAxis<A>, T: Float, W: Weighting<'w, S::Classes, T>, A: Copy, Y: ClassTargets]
    Loss<S, T> for Nll<W, A, Y>
);

impl<'w, S, T, W, A, Y> Criterion<S, T> for Nll<W, A, Y>
where
    S: ClassAxis<A>,
    T: Float,
    W: Weighting<'w, S::Classes, T>,
    A: Copy,
    Y: ClassTargets,
{
    type Target = PerPosition<Y::Item<S::Classes>, S::Positions>;

    fn term(&self, y: &[T], target: &[Y::Item<S::Classes>], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let mut sum = 0.0;
        Positionwise::<S, T>::position_terms(self, y, target, None, divisor, dy, |_, term| sum += term);
        sum
    }

    weighted_by_class!(S, Y);

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("Nll");
        self.classes.classes().describe(&mut shown);
        if let Some(axis) = S::AXIS {
            shown.field("class_axis", &axis);
        }
        if Y::MAY_IGNORE {
            shown.field("labels", &true);
        }
        shown.field("reduction", &self.reduction).finish()
    }
}

impl<'w, S, T, W, A, Y> Positionwise<S, T> for Nll<W, A, Y>
where
    S: ClassAxis<A>,
    T: Float,
    W: Weighting<'w, S::Classes, T>,
    A: Copy,
    Y: ClassTargets,
{
    type Positions = S::Positions;

    fn position_terms(
        &self,
        y: &[T],
        target: &[Y::Item<S::Classes>],
        weights: Option<&[T]>,
        divisor: f64,
        mut dy: Option<&mut [T]>,
        mut each: impl FnMut(usize, f64),
    ) {
        let classes = self.classes.classes();
        if let Some(dy) = &mut dy {
            dy.fill(T::ZERO);
        }
        for (position, &target) in target.iter().enumerate() {
            let Some(counted) = counted::<Y, S::Classes, T>(&classes, target, weights, position) else {
                each(position, 0.0);
                continue;
            };
            let index = S::index(position, counted.class.index());
            if let Some(dy) = &mut dy {
                dy[index] = T::from_f64(-counted.factor / divisor) * counted.weight;
            }
            each(position, counted.factor * weighed(counted.weight, -y[index]).to_f64());
        }
    }

    fn position_weight(&self, target: &[Y::Item<S::Classes>], position: usize) -> f64 {
        Y::class(target[position]).map_or(0.0, |class| self.classes.classes().share_of(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;

    fn classes<const B: usize>(indices: [usize; B]) -> Tensor<(N<B>,), Class<N<2>>>
    where
        N<B>: Dim<Array<Class<N<2>>> = [Class<N<2>>; B]>,
    {
        Tensor::new(indices.map(|index| Class::new(index).unwrap()))
    }

    #[test]
    fn special_values() {
        let y = Tensor::<(N<3>, N<2>)>::new([[-1e4, f32::NAN], [-1e-40, f32::NEG_INFINITY], [0.0, -1e4]]);
        let mut dy = Tensor::<(N<3>, N<2>)>::new([[f32::NAN; 2]; 3]);
        let value = Nll.gradient(&y, &classes([0, 0, 1]), &mut dy);
        assert_eq!(value, 2e4 / 3.0);
        assert_eq!(dy.as_slice(), [-1.0 / 3.0, 0.0, -1.0 / 3.0, 0.0, 0.0, -1.0 / 3.0]);
        assert_eq!(Nll.value(&y, &classes([0, 1, 0])), f32::INFINITY);
        assert!(Nll.value(&y, &classes([1, 0, 0])).is_nan());
    }

    #[test]
    fn batch_of_zero_weight_has_zero_loss() {
        let y = Tensor::<(N<2>, N<2>)>::new([[-1.0, -2.0], [-3.0, -4.0]]);
        let zero = Tensor::<(N<2>,)>::new([0.0, 1.0]);
        for loss in [Nll.weight(&zero), Nll.ignore_index(Class::default())] {
            for reduction in [Reduction::Mean, Reduction::Sum, Reduction::BatchMean] {
                let mut dy = Tensor::<(N<2>, N<2>)>::new([[f32::NAN; 2]; 2]);
                let loss = loss.reduction(reduction);
                assert_eq!(loss.gradient(&y, &classes([0, 0]), &mut dy), 0.0);
                assert!(dy.iter().all(|&dy| dy == 0.0));
                assert_eq!(loss.value(&y, &classes([0, 0])), 0.0);
            }
        }
    }
}
