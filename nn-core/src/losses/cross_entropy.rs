//! Cross-entropy from logits, with classes as targets.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::{exponentials, largest};
use crate::losses::class_axis::shape_from_output;
use crate::losses::class_targets::{Counted, counted};
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

/// Cross-entropy from logits: L = -ln softmax(x)_t = ln(sum_j exp(x_j)) - x_t, averaged over the batch, where x are the logits of
/// one sample and t is its class (theory.md, 3.1 after the softmax of 2.2).
///
/// The output is `(C,)`; the target is one class per sample, `&Tensor<(B,), Class<C>>`. The gradient is
/// (softmax(x) - onehot(t)) / B (theory.md, 4.2). Softmax and logarithm are computed together, so that logits of +-10 000 and more
/// neither overflow nor lose the gradient. If a logit is NaN or infinity, the loss is NaN; if the logit of the target is minus
/// infinity and others are finite, the loss is infinity.
///
/// Over sequences and images, each position has a class, and the loss is averaged over the positions of all samples:
///
/// | output | class axis | target of a batch |
/// |---|---|---|
/// | `(C,)` | 0 | `&Tensor<(B,), Class<C>>` |
/// | a sequence `(L, C)` | 1, the last one | `&Tensor<(B, L), Class<C>>` |
/// | an image `(C, H, W)`, a volume `(C, D, H, W)` | 0, the channels | `&Tensor<(B, H, W), Class<C>>`, `&Tensor<(B, D, H, W), Class<C>>` |
/// | any, with [`class_axis::<AXIS>()`](Self::class_axis) | `AXIS` | the shape of the output without that axis |
///
/// This is PyTorch's `CrossEntropyLoss`, with its defaults and its names of options: [`label_smoothing`](Self::label_smoothing),
/// [`weight`](Self::weight), [`ignore_index`](Self::ignore_index), or [`labels`](Self::labels) for ignored targets outside of the
/// classes, and [`reduction`](Self::reduction). [`soft`](Self::soft) accepts distributions as targets. Do not apply a
/// [`Softmax`](crate::Softmax) before it; for a network that already ends in one, use
/// [`ProbabilityCrossEntropy`](struct@crate::ProbabilityCrossEntropy).
///
/// ```
/// use nn::prelude::*;
/// let logits = Tensor::<(N<2>, N<3>)>::new([[1e4, 0.0, 0.0], [5.0, 5.0, 5.0]]);
/// let target = Tensor::<(N<2>,), Class<N<3>>>::new([0, 2].map(|t| Class::new(t).unwrap()));
/// let mut d = Tensor::<(N<2>, N<3>)>::new([[0.0; 3]; 2]);
/// let loss = CrossEntropy.gradient(&logits, &target, &mut d);
/// assert_eq!(loss, 3.0_f32.ln() / 2.0);
/// assert_eq!(d[[0, 0]], 0.0);
/// assert!((d[[1, 2]] - (1.0 / 3.0 - 1.0) / 2.0).abs() < 1e-7);
/// ```
///
/// A class for each of three words, and for each pixel of an image of two pixels:
///
/// ```
/// use nn::prelude::*;
/// let class = |index| Class::<N<2>>::new(index).unwrap();
/// let words = Tensor::<shape![1, 3, 2]>::new([[[0.0, 0.0], [1e4, 0.0], [0.0, 1e4]]]);
/// let target = Tensor::<shape![1, 3], Class<N<2>>>::new([[0, 0, 1].map(class)]);
/// assert_eq!(CrossEntropy.value(&words, &target), 2.0_f32.ln() / 3.0);
///
/// let image = Tensor::<shape![1, 2, 1, 2]>::new([[[[0.0, 1e4]], [[0.0, 0.0]]]]);
/// let target = Tensor::<shape![1, 1, 2], Class<N<2>>>::new([[[1, 0].map(class)]]);
/// assert_eq!(CrossEntropy.value(&image, &target), 2.0_f32.ln() / 2.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossEntropy<W = Unweighted, A = ByRank, Y = Classes> {
    pub(super) label_smoothing: f64,
    classes: W,
    pub(super) reduction: Reduction,
    form: PhantomData<(A, Y)>,
}
reductions!(
    CrossEntropy<W, A, Y> { label_smoothing: 0.0, classes: Unweighted, form: PhantomData },
    Mean,
    "The terms are those of the samples, or of their positions: `Mean` divides by the sum of their weights, `BatchMean` by the \
     number of samples."
);
shape_from_output!(impl[W, A, Y] CrossEntropy<W, A, Y>);

impl<W: Copy, A: Copy, Y: Copy> CrossEntropy<W, A, Y> {
    /// Returns this loss with label smoothing (Szegedy et al. 2015): the target class has the probability `1 - smoothing`, and the
    /// remainder is distributed evenly over all classes.
    ///
    /// L = (1 - s) (-ln softmax(x)_t) + s mean_j(-ln softmax(x)_j). `smoothing` is from 0 to 1.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let logits = Tensor::<(N<1>, N<2>)>::new([[1.0, 1.0]]);
    /// let target = Tensor::<(N<1>,), Class<N<2>>>::new([Class::new(1).unwrap()]);
    /// let mut d = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
    /// CrossEntropy.label_smoothing(0.2).gradient(&logits, &target, &mut d);
    /// assert!((d[[0, 1]] - (0.5 - 0.9)).abs() < 1e-6);
    /// ```
    ///
    /// # Panics
    /// Panics if `smoothing` is not from 0 to 1.
    #[track_caller]
    pub const fn label_smoothing(mut self, smoothing: f64) -> Self {
        assert_smoothing(smoothing);
        self.label_smoothing = smoothing;
        self
    }

    /// Returns this loss with a weight for each class, for example to compensate for rare classes.
    ///
    /// The term of a sample is multiplied by w_t; with label smoothing, it is -(1 - s) w_t ln softmax(x)_t - s / C sum_j w_j ln
    /// softmax(x)_j. The mean divides by the sum of the w_t. If that sum is 0, loss and gradient are 0 (NaN in PyTorch). A class of
    /// weight 0 contributes nothing, even if its logit is minus infinity. Weights may be negative, as in PyTorch; the sum of weights
    /// of both signs may be close to 0.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let logits = Tensor::<(N<2>, N<2>)>::new([[0.0, 0.0], [1e4, 0.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// let loss = CrossEntropy.weight(&weights).value(&logits, &target);
    /// assert_eq!(loss, (3.0 * 2.0_f32.ln() + 1e4) / 4.0);
    /// ```
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub fn weight<'w, C: Dim, T: Float>(self, weight: &'w Tensor<(C,), T>) -> CrossEntropy<ClassWeights<'w, C, T>, A, Y>
    where
        W: Weighting<'w, C, T>,
    {
        self.with(self.classes.classes().with_weights(weight))
    }

    /// Returns this loss with the samples or positions of `class` ignored: they contribute neither to the loss, nor to the
    /// gradient, nor to the divisor of the mean. For targets that are ignored by an index outside of the classes, such as -100, see
    /// [`labels`](Self::labels).
    ///
    /// If all samples are of this class, loss and gradient are 0 (NaN in PyTorch).
    ///
    /// ```
    /// use nn::prelude::*;
    /// let logits = Tensor::<(N<2>, N<2>)>::new([[0.0, 0.0], [1e4, 0.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// let loss = CrossEntropy.ignore_index(Class::new(1).unwrap()).value(&logits, &target);
    /// assert_eq!(loss, 2.0_f32.ln());
    /// ```
    pub fn ignore_index<'w, C: Dim, T: Float>(self, class: Class<C>) -> CrossEntropy<ClassWeights<'w, C, T>, A, Y>
    where
        W: Weighting<'w, C, T>,
    {
        self.with(self.classes.classes().without(class))
    }

    /// Returns this loss for targets that are [`Label`](crate::Label)s: a class, or `Label::IGNORED`, which contributes neither to
    /// the loss, nor to the gradient, nor to the divisor of the mean. For the padding of sequences and the pixels without a class,
    /// whose index in PyTorch is the `ignore_index`, -100 unless set.
    ///
    /// The target of a data set is [`Labels`](crate::Labels). If all targets are ignored, loss and gradient are 0 (NaN in PyTorch).
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::Label;
    /// let logits = Tensor::<shape![1, 2, 2]>::new([[[0.0, 0.0], [1e4, 0.0]]]);
    /// let target = [1, -100].map(|index| Label::from_index(index, -100).unwrap());
    /// let target = Tensor::<shape![1, 2], Label<dim![2]>>::new([target]);
    /// assert_eq!(CrossEntropy.labels().value(&logits, &target), 2.0_f32.ln());
    /// ```
    pub const fn labels(self) -> CrossEntropy<W, A, LabelsOrIgnored> {
        CrossEntropy {
            label_smoothing: self.label_smoothing,
            classes: self.classes,
            reduction: self.reduction,
            form: PhantomData,
        }
    }

    /// Returns this loss with the classes along axis `AXIS` of the output, counted from 0 without the batch, instead of the axis
    /// that the number of axes determines: `class_axis::<0>()` for a sequence `(C, L)` with channels first, as the output of a
    /// [`Conv1d`](crate::Conv1d).
    ///
    /// ```
    /// use nn::prelude::*;
    /// let logits = Tensor::<shape![1, 2, 3]>::new([[[0.0, 1e4, 0.0], [0.0, 0.0, 1e4]]]);
    /// let target = [0, 0, 1].map(|index| Class::new(index).unwrap());
    /// let target = Tensor::<shape![1, 3], Class<dim![2]>>::new([target]);
    /// assert_eq!(CrossEntropy.class_axis::<0>().value(&logits, &target), 2.0_f32.ln() / 3.0);
    /// ```
    pub const fn class_axis<const AXIS: usize>(self) -> CrossEntropy<W, Axis<AXIS>, Y> {
        CrossEntropy {
            label_smoothing: self.label_smoothing,
            classes: self.classes,
            reduction: self.reduction,
            form: PhantomData,
        }
    }

    fn with<V>(self, classes: V) -> CrossEntropy<V, A, Y> {
        CrossEntropy { label_smoothing: self.label_smoothing, classes, reduction: self.reduction, form: PhantomData }
    }
}

/// The numbers of positions whose logits are processed together, if the logits of one position are not adjacent.
const TILE: usize = 64;

impl<W: Copy, A: Copy, Y: ClassTargets> CrossEntropy<W, A, Y> {
    /// Returns the term of a position. `x` are its logits by their classes; `normaliser` is the logarithm of the sum of
    /// exp(x - largest).
    fn term_of<'w, C: Dim, T: Float>(
        &self,
        x: impl Fn(usize) -> T,
        counted: &Counted<C, T>,
        largest: T,
        normaliser: T,
    ) -> f64
    where
        W: Weighting<'w, C, T>,
    {
        let of_class = weighed(counted.weight, normaliser - (x(counted.class.index()) - largest)).to_f64();
        if self.label_smoothing == 0.0 {
            // The terms of all classes may be infinite, and their product with a smoothing of 0 would be NaN.
            return counted.factor * of_class;
        }
        let surprise = |class| (normaliser - (x(class) - largest)).to_f64();
        let of_all: f64 = match self.classes.classes().weights() {
            None => (0..C::SIZE).map(surprise).sum(),
            Some(weights) => {
                (0..C::SIZE).zip(weights).map(|(class, weight)| weighed(weight.to_f64(), surprise(class))).sum()
            }
        };
        let of_class = weighed(1.0 - self.label_smoothing, of_class);
        counted.factor * (of_class + self.label_smoothing * of_all / C::SIZE as f64)
    }

    /// Returns the derivatives of the terms of all positions, divided by `divisor`.
    fn slopes<'w, C: Dim, T: Float>(&self, divisor: f64) -> Slopes
    where
        W: Weighting<'w, C, T>,
    {
        let share = self.label_smoothing / (C::SIZE as f64 * divisor);
        let classes = self.classes.classes();
        Slopes { of_class: (1.0 - self.label_smoothing) / divisor, share, of_all: share * classes.total() }
    }

    /// Calls `each` with the index of every position of several samples and its term times its weight, and sets `dy` to the
    /// derivatives of their sum, divided by `divisor`.
    fn each_term<'w, S: ClassAxis<A>, T: Float>(
        &self,
        y: &[T],
        targets: &[Y::Item<S::Classes>],
        weights: Option<&[T]>,
        divisor: f64,
        dy: Option<&mut [T]>,
        each: impl FnMut(usize, f64),
    ) where
        W: Weighting<'w, S::Classes, T>,
    {
        if S::STRIDE == 1 {
            self.each_adjacent::<S::Classes, T>(y, targets, weights, divisor, dy, each);
        } else {
            self.each_strided::<S::Classes, T>(S::STRIDE, y, targets, weights, divisor, dy, each);
        }
    }

    /// [`each_term`](Self::each_term) if the logits of each position are adjacent.
    fn each_adjacent<'w, C: Dim, T: Float>(
        &self,
        y: &[T],
        targets: &[Y::Item<C>],
        weights: Option<&[T]>,
        divisor: f64,
        dy: Option<&mut [T]>,
        mut each: impl FnMut(usize, f64),
    ) where
        W: Weighting<'w, C, T>,
    {
        let classes = self.classes.classes();
        let Some(dy) = dy else {
            for (position, (x, &target)) in y.chunks_exact(C::SIZE).zip(targets).enumerate() {
                let term = counted::<Y, C, T>(&classes, target, weights, position).map_or(0.0, |counted| {
                    let largest = largest(x);
                    let sum: T = x.iter().map(|&x| (x - largest).exp()).sum();
                    self.term_of(|class| x[class], &counted, largest, sum.ln())
                });
                each(position, term);
            }
            return;
        };
        let slopes = self.slopes::<C, T>(divisor);
        for (x, dx) in y.chunks_exact(C::SIZE).zip(dy.chunks_exact_mut(C::SIZE)) {
            // The lengths are constants, so that loops over a few classes are unrolled.
            let (x, dx) = (&x[..C::SIZE], &mut dx[..C::SIZE]);
            let largest = largest(x);
            dx.iter_mut().zip(x).for_each(|(dx, &x)| *dx = x - largest);
        }
        // Vectorise over all positions at once, because a single one is short.
        exponentials(dy);
        let positions = y.chunks_exact(C::SIZE).zip(dy.chunks_exact_mut(C::SIZE));
        for (position, ((x, dx), &target)) in positions.zip(targets).enumerate() {
            let Some(counted) = counted::<Y, C, T>(&classes, target, weights, position) else {
                dx.fill(T::ZERO);
                each(position, 0.0);
                continue;
            };
            let (x, dx) = (&x[..C::SIZE], &mut dx[..C::SIZE]);
            let largest = largest(x);
            let sum: T = dx.iter().copied().sum();
            let [of_class, scale, share] = slopes.of(&counted);
            let scale = scale / sum;
            match classes.weights() {
                None => dx.iter_mut().for_each(|dx| *dx = *dx * scale - share),
                Some(weights) => {
                    dx.iter_mut().zip(weights).for_each(|(dx, &weight)| *dx = *dx * scale - share * weight);
                }
            }
            dx[counted.class.index()] -= of_class;
            each(position, self.term_of(|class| x[class], &counted, largest, sum.ln()));
        }
    }

    /// [`each_term`](Self::each_term) if the logits of each position are `stride` elements apart: several adjacent positions are
    /// processed together, so that memory is read in order.
    #[allow(clippy::too_many_arguments)]
    fn each_strided<'w, C: Dim, T: Float>(
        &self,
        stride: usize,
        y: &[T],
        targets: &[Y::Item<C>],
        weights: Option<&[T]>,
        divisor: f64,
        mut dy: Option<&mut [T]>,
        mut each: impl FnMut(usize, f64),
    ) where
        W: Weighting<'w, C, T>,
    {
        let (classes, slopes) = (self.classes.classes(), self.slopes::<C, T>(divisor));
        let size = C::SIZE * stride;
        for (block, (y, targets)) in y.chunks_exact(size).zip(targets.chunks_exact(stride)).enumerate() {
            let mut dy = dy.as_deref_mut().map(|dy| &mut dy[block * size..][..size]);
            for (tile, targets) in targets.chunks(TILE).enumerate() {
                let first = tile * TILE;
                let of_class = |class: usize| class * stride + first..class * stride + first + targets.len();
                let (mut largest, mut sums) = ([T::NEG_INFINITY; TILE], [T::ZERO; TILE]);
                for class in 0..C::SIZE {
                    for (largest, &x) in largest.iter_mut().zip(&y[of_class(class)]) {
                        *largest = largest.max(x);
                    }
                }
                let mut values = [T::ZERO; TILE];
                for class in 0..C::SIZE {
                    let values = match &mut dy {
                        Some(dy) => &mut dy[of_class(class)],
                        None => &mut values[..targets.len()],
                    };
                    for (value, (&x, &largest)) in values.iter_mut().zip(y[of_class(class)].iter().zip(&largest)) {
                        *value = x - largest;
                    }
                    exponentials(values);
                    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += *value);
                }
                // The derivatives of a position that does not count are 0.
                let mut of_positions = [None; TILE];
                for (i, &target) in targets.iter().enumerate() {
                    let position = block * stride + first + i;
                    let Some(counted) = counted::<Y, C, T>(&classes, target, weights, position) else {
                        each(position, 0.0);
                        continue;
                    };
                    let [of_class, scale, share] = slopes.of(&counted);
                    of_positions[i] = Some((counted.class.index(), of_class, scale / sums[i], share));
                    let x = |class| y[class * stride + first + i];
                    each(position, self.term_of(x, &counted, largest[i], sums[i].ln()));
                }
                let Some(dy) = &mut dy else { continue };
                for class in 0..C::SIZE {
                    let weight = classes.weights().map_or(T::ONE, |weights| weights[class]);
                    for (dx, of_position) in dy[of_class(class)].iter_mut().zip(&of_positions) {
                        *dx = match *of_position {
                            None => T::ZERO,
                            Some((own, of_class, scale, share)) => {
                                let dx = *dx * scale - share * weight;
                                if own == class { dx - of_class } else { dx }
                            }
                        };
                    }
                }
            }
        }
    }
}

/// The derivatives of the terms with respect to the logits: `of_all` times the softmax, minus `share` times the weight of each
/// class; and, for a target of weight 1, `of_class` times the difference of the softmax and of the target.
struct Slopes {
    of_class: f64,
    share: f64,
    of_all: f64,
}

impl Slopes {
    /// Returns the derivative by the target, the factor of the softmax, and the share of a class of weight 1.
    #[inline]
    fn of<C: Dim, T: Float>(&self, counted: &Counted<C, T>) -> [T; 3] {
        let of_class = self.of_class * counted.weight.to_f64();
        [of_class, of_class + self.of_all, self.share].map(|slope| T::from_f64(slope * counted.factor))
    }
}

/// Checks the label smoothing.
///
/// # Panics
/// Panics if `smoothing` is not from 0 to 1.
#[track_caller]
pub(super) const fn assert_smoothing(smoothing: f64) {
    assert!(smoothing >= 0.0 && smoothing <= 1.0, "label smoothing must be from 0 to 1");
}

criterion!(
    impl['w, S: ClassAxis<A>, T: Float, W: Weighting<'w, S::Classes, T>, A: Copy, Y: ClassTargets]
    Loss<S, T> for CrossEntropy<W, A, Y>
);

impl<'w, S, T, W, A, Y> Criterion<S, T> for CrossEntropy<W, A, Y>
where
    S: ClassAxis<A>,
    T: Float,
    W: Weighting<'w, S::Classes, T>,
    A: Copy,
    Y: ClassTargets,
{
    type Target = PerPosition<Y::Item<S::Classes>, S::Positions>;

    fn term(&self, y: &[T], target: &[Y::Item<S::Classes>], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        Criterion::<S, T>::terms(self, y, target, divisor, dy)
    }

    fn terms(&self, y: &[T], targets: &[Y::Item<S::Classes>], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let mut sum = 0.0;
        self.each_term::<S, T>(y, targets, None, divisor, dy, |_, term| sum += term);
        sum
    }

    weighted_by_class!(S, Y);

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("CrossEntropy");
        shown.field("label_smoothing", &self.label_smoothing);
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

impl<'w, S, T, W, A, Y> Positionwise<S, T> for CrossEntropy<W, A, Y>
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
        dy: Option<&mut [T]>,
        each: impl FnMut(usize, f64),
    ) {
        self.each_term::<S, T>(y, target, weights, divisor, dy, each);
    }

    fn position_weight(&self, target: &[Y::Item<S::Classes>], position: usize) -> f64 {
        Y::class(target[position]).map_or(0.0, |class| self.classes.classes().share_of(class))
    }
}

#[cfg(all(test, feature = "alloc"))]
mod smoothing {
    use super::*;
    use crate::dim::N;
    use crate::parameters::zeroed;
    use crate::session::gradient_check::{check_loss, fill};

    #[test]
    fn label_smoothing_matches_formula_and_gradient() {
        let mut logits = zeroed::<Tensor<(N<3>, N<4>), f64>>();
        let target = Tensor::<(N<3>,), Class<N<4>>>::new([2, 0, 3].map(|t| Class::new(t).unwrap()));
        for seed in 0..20 {
            fill(logits.as_mut_slice(), &mut crate::init::rng(seed));
            let loss = CrossEntropy.label_smoothing(0.1 + 0.04 * seed as f64);
            check_loss::<(N<4>,), N<3>, _>(&loss, &mut logits, &target);
            let mut expected = 0.0;
            for (x, target) in logits.rows().zip(target.iter()) {
                let normaliser = x.iter().map(|x| x.exp()).sum::<f64>().ln();
                for (class, x) in x.iter().enumerate() {
                    let label = if class == target.index() { 1.0 - loss.label_smoothing } else { 0.0 };
                    expected -= (label + loss.label_smoothing / 4.0) * (x - normaliser) / 3.0;
                }
            }
            assert!((loss.value(&*logits, &target) - expected).abs() < 1e-12);
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::rng;
    use crate::session::gradient_check::{check_loss, fill};

    type Logits<T> = Tensor<(N<4>, N<3>), T>;

    fn classes(indices: [usize; 4]) -> Tensor<(N<4>,), Class<N<3>>> {
        Tensor::new(indices.map(|index| Class::new(index).unwrap()))
    }

    #[test]
    fn matches_formula() {
        for seed in 0..10 {
            let mut x = Logits::new([[0.0; 3]; 4]);
            fill(x.as_mut_slice(), &mut rng(seed));
            let indices = [0, 1, 2, seed as usize % 3];
            let mut dx = Logits::new([[f64::NAN; 3]; 4]);
            let value = CrossEntropy.gradient(&x, &classes(indices), &mut dx);
            let mut expected = 0.0;
            for (b, &target) in indices.iter().enumerate() {
                let sum: f64 = (0..3).map(|c| libm::exp(x[[b, c]])).sum();
                expected -= libm::log(libm::exp(x[[b, target]]) / sum) / 4.0;
                for c in 0..3 {
                    let onehot = if c == target { 1.0 } else { 0.0 };
                    assert!((dx[[b, c]] - (libm::exp(x[[b, c]]) / sum - onehot) / 4.0).abs() < 1e-15);
                }
            }
            assert!((value - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn gradient_matches_central_differences() {
        for seed in 0..10 {
            let mut x = Logits::new([[0.0; 3]; 4]);
            fill(x.as_mut_slice(), &mut rng(seed));
            check_loss::<(N<3>,), N<4>, _>(&CrossEntropy, &mut x, &classes([2, 0, 1, 1]));
        }
        let mut x = Tensor::<(N<1>, N<1>), f64>::new([[3.0]]);
        check_loss::<(N<1>,), N<1>, _>(&CrossEntropy, &mut x, &Tensor::new([Class::default()]));
    }

    /// The losses of the rows are 20 000, 0, ln 3 and 10 000.
    #[test]
    fn huge_logits() {
        let x = Logits::<f32>::new([[1e4, -1e4, 0.0], [1e4, -1e4, 0.0], [-1e4; 3], [0.0, 1e4, 1e-40]]);
        let target = classes([1, 0, 2, 0]);
        let mut dx = Logits::<f32>::new([[f32::NAN; 3]; 4]);
        let value = CrossEntropy.gradient(&x, &target, &mut dx);
        assert_eq!(value, ((20_000.0 + libm::log(3.0) + 10_000.0) / 4.0) as f32);
        assert_eq!(value, CrossEntropy.value(&x, &target));
        assert_eq!(dx.as_slice()[..6], [0.25, -0.25, 0.0, 0.0, 0.0, 0.0]);
        assert!(dx.as_slice()[6..9].iter().zip([1.0, 1.0, -2.0]).all(|(dx, e)| (dx - e / 12.0).abs() < 1e-7));
        assert_eq!(dx.as_slice()[9..], [-0.25, 0.25, 0.0]);
    }

    #[test]
    fn infinities_and_nan() {
        let infinity = f32::INFINITY;
        let row = |row: [f32; 3]| {
            let mut dx = Tensor::<(N<1>, N<3>)>::new([[0.0; 3]]);
            let target = Tensor::new([Class::default()]);
            (CrossEntropy.gradient(&Tensor::new([row]), &target, &mut dx), dx)
        };
        let (value, dx) = row([-infinity, 0.0, 0.0]);
        assert_eq!((value, dx.as_slice()), (infinity, [-1.0, 0.5, 0.5].as_slice()));
        assert!(row([f32::NAN, 0.0, 0.0]).0.is_nan());
        assert!(row([0.0, f32::NAN, 0.0]).0.is_nan());
        assert!(row([infinity, 0.0, 0.0]).0.is_nan());
        assert!(row([-infinity; 3]).0.is_nan());
    }
}
