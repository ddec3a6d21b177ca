//! Cross-entropy from logits, of classes.

use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::{exponentials, largest};
use crate::losses::class_weights::{ClassWeights, assert_smoothing};
use crate::losses::rows::{first, first_mut, weighed};
use crate::losses::{Divisor, Loss, Reduced, Reduction, SoftCrossEntropy};
use crate::signal::Class;
use crate::tensor::Tensor;

/// L = -ln softmax(x)_t = ln(sum_j exp(x_j)) - x_t, the mean over the batch: x are the logits of one sample and t is its
/// class (theory.md 3.1 behind the softmax of 2.2).
///
/// The output is `(C,)`, the target a class a sample: `&Tensor<(B,), Class<C>>`. The gradient is
/// (softmax(x) - onehot(t)) / B (theory.md, 4.2), softmax and logarithm being one: logits of +-10 000 and more neither
/// overflow nor lose the gradient. A NaN, or a logit of infinity, gives NaN; a target whose logit is minus infinity beside
/// finite ones gives infinity.
///
/// It is PyTorch's `CrossEntropyLoss` with its defaults; [`smooth`](Self::smooth), [`weights`](Self::weights),
/// [`ignore`](Self::ignore) and [`reduce`](Self::reduce) are its options, and [`soft`](Self::soft) takes distributions as
/// targets. Do not put a [`Softmax`](crate::Softmax) before it; where a network already ends in one,
/// [`ProbabilityCrossEntropy`](crate::ProbabilityCrossEntropy) fits.
///
/// ```
/// use nn_core::{Class, CrossEntropy, Loss, N, Tensor};
/// let logits = Tensor::<(N<2>, N<3>)>::new([[1e4, 0.0, 0.0], [5.0, 5.0, 5.0]]);
/// let target = Tensor::<(N<2>,), Class<N<3>>>::new([0, 2].map(|t| Class::new(t).unwrap()));
/// let mut d = Tensor::<(N<2>, N<3>)>::new([[0.0; 3]; 2]);
/// let loss = CrossEntropy.gradient(&logits, &target, &mut d);
/// assert_eq!(loss, 3.0_f32.ln() / 2.0);
/// assert_eq!(d[[0, 0]], 0.0);
/// assert!((d[[1, 2]] - (1.0 / 3.0 - 1.0) / 2.0).abs() < 1e-7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CrossEntropy;

impl CrossEntropy {
    /// The same loss with smoothed labels (Szegedy et al. 2015): the class counts for `1 - smoothing`, and all classes
    /// share the rest alike.
    ///
    /// L = (1 - s) (-ln softmax(x)_t) + s mean_j(-ln softmax(x)_j); PyTorch's `label_smoothing`. `smoothing` is from 0
    /// to 1.
    ///
    /// ```
    /// use nn_core::{Class, CrossEntropy, Loss, N, Tensor};
    /// let logits = Tensor::<(N<1>, N<2>)>::new([[1.0, 1.0]]);
    /// let target = Tensor::<(N<1>,), Class<N<2>>>::new([Class::new(1).unwrap()]);
    /// let mut d = Tensor::<(N<1>, N<2>)>::new([[0.0; 2]]);
    /// CrossEntropy.smooth(0.2).gradient(&logits, &target, &mut d);
    /// assert!((d[[0, 1]] - (0.5 - 0.9)).abs() < 1e-6);
    /// ```
    ///
    /// # Panics
    /// If `smoothing` is not from 0 to 1.
    #[track_caller]
    pub const fn smooth<C: Dim, T: Float>(self, smoothing: f64) -> CrossEntropyWith<'static, C, T> {
        assert_smoothing(smoothing);
        CrossEntropyWith { smoothing, classes: ClassWeights::EQUAL }
    }

    /// The same loss with a weight for each class: see [`CrossEntropyWith::weights`].
    ///
    /// # Panics
    /// If a weight is negative, infinite or NaN.
    #[track_caller]
    pub fn weights<C: Dim, T: Float>(self, weights: &Tensor<(C,), T>) -> CrossEntropyWith<'_, C, T> {
        self.smooth(0.0).weights(weights)
    }

    /// The same loss, in which samples of this class count for nothing: see [`CrossEntropyWith::ignore`].
    pub const fn ignore<C: Dim, T: Float>(self, class: Class<C>) -> CrossEntropyWith<'static, C, T> {
        self.smooth(0.0).ignore(class)
    }

    /// The same loss with another reduction. The terms are those of the samples: `Mean` divides by their number.
    pub const fn reduce(self, reduction: Reduction) -> Reduced<Self> {
        Reduced { loss: self, reduction }
    }

    /// The same loss with distributions as targets.
    pub const fn soft<C: Dim, T: Float>(self) -> SoftCrossEntropy<'static, C, T> {
        SoftCrossEntropy { smoothing: 0.0, weights: None }
    }
}

/// [`CrossEntropy`] with other settings than its own: what [`CrossEntropy::smooth`], [`weights`](CrossEntropy::weights) and
/// [`ignore`](CrossEntropy::ignore) give.
pub struct CrossEntropyWith<'w, C: Dim, T: Float = f32> {
    /// What all classes share alike, from 0 to 1.
    pub smoothing: f64,
    classes: ClassWeights<'w, C, T>,
}

impl<C: Dim, T: Float> Copy for CrossEntropyWith<'_, C, T> {}
impl<C: Dim, T: Float> Clone for CrossEntropyWith<'_, C, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Dim, T: Float> core::fmt::Debug for CrossEntropyWith<'_, C, T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("CrossEntropyWith");
        shown.field("smoothing", &self.smoothing).field("classes", &self.classes).finish()
    }
}

impl<'w, C: Dim, T: Float> CrossEntropyWith<'w, C, T> {
    /// The same loss with smoothed labels: see [`CrossEntropy::smooth`].
    ///
    /// # Panics
    /// If `smoothing` is not from 0 to 1.
    #[track_caller]
    pub const fn smooth(self, smoothing: f64) -> Self {
        assert_smoothing(smoothing);
        Self { smoothing, ..self }
    }

    /// The same loss with a weight for each class, at least 0, such as for classes that are rare: PyTorch's `weight`.
    ///
    /// A sample's term is multiplied by w_t; with smoothing, the term is
    /// -(1 - s) w_t ln softmax(x)_t - s / C sum_j w_j ln softmax(x)_j. The mean divides by the sum of the w_t. Where that is
    /// 0, nothing counts: loss and gradient are 0 (PyTorch: NaN). A class that weighs 0 counts for nothing, also where its logit
    /// is minus infinity.
    ///
    /// ```
    /// use nn_core::{Class, CrossEntropy, Loss, N, Tensor};
    /// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
    /// let logits = Tensor::<(N<2>, N<2>)>::new([[0.0, 0.0], [1e4, 0.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// let loss = CrossEntropy.weights(&weights).value(&logits, &target);
    /// assert_eq!(loss, (3.0 * 2.0_f32.ln() + 1e4) / 4.0);
    /// ```
    ///
    /// # Panics
    /// If a weight is negative, infinite or NaN.
    #[track_caller]
    pub fn weights<'v>(self, weights: &'v Tensor<(C,), T>) -> CrossEntropyWith<'v, C, T>
    where
        'w: 'v,
    {
        CrossEntropyWith { smoothing: self.smoothing, classes: self.classes.with_weights(weights) }
    }

    /// The same loss, in which samples of this class count for nothing: neither in the loss, nor in the gradient, nor in
    /// what the mean divides by. PyTorch's `ignore_index`, such as for the padding of sequences.
    ///
    /// Where all samples are of this class, loss and gradient are 0 (PyTorch: NaN).
    ///
    /// ```
    /// use nn_core::{Class, CrossEntropy, Loss, N, Tensor};
    /// let logits = Tensor::<(N<2>, N<2>)>::new([[0.0, 0.0], [1e4, 0.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// let loss = CrossEntropy.ignore(Class::new(1).unwrap()).value(&logits, &target);
    /// assert_eq!(loss, 2.0_f32.ln());
    /// ```
    pub const fn ignore(self, class: Class<C>) -> Self {
        Self { smoothing: self.smoothing, classes: self.classes.without(class) }
    }

    /// The same loss with another reduction. The terms are those of the samples: `Mean` divides by their weights' sum.
    pub const fn reduce(self, reduction: Reduction) -> Reduced<Self> {
        Reduced { loss: self, reduction }
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for CrossEntropy {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Loss::<(C,), T>::describe(&self.smooth::<C, T>(0.0), f)
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.smooth(0.0).value_of_rows(rows, y, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        self.smooth(0.0).gradient_of_rows(rows, y, target, dy)
    }

    fn divisor(&self) -> Divisor {
        Divisor::Samples
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for Reduced<CrossEntropy> {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Loss::<(C,), T>::describe(&self.loss.smooth::<C, T>(0.0).reduce(self.reduction), f)
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.loss.smooth(0.0).reduce(self.reduction).value_of_rows(rows, y, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        self.loss.smooth(0.0).reduce(self.reduction).gradient_of_rows(rows, y, target, dy)
    }

    fn divisor(&self) -> Divisor {
        self.reduction.kind(Divisor::Samples)
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for CrossEntropyWith<'_, C, T> {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Loss::<(C,), T>::describe(&self.reduce(Reduction::Mean), f)
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        self.reduce(Reduction::Mean).value_of_rows(rows, y, target)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        self.reduce(Reduction::Mean).gradient_of_rows(rows, y, target, dy)
    }

    fn divisor(&self) -> Divisor {
        self.classes.kind(Reduction::Mean)
    }

    fn weight_of_rows<B: Dim>(&self, rows: usize, target: &Tensor<(B,), Class<C>>) -> f64 {
        Loss::<(C,), T>::weight_of_rows(&self.reduce(Reduction::Mean), rows, target)
    }
}

impl<C: Dim, T: Float> Loss<(C,), T> for Reduced<CrossEntropyWith<'_, C, T>> {
    type Target<'a, B: Dim> = &'a Tensor<(B,), Class<C>>;

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("CrossEntropy");
        shown.field("smoothing", &self.loss.smoothing);
        self.loss.classes.describe(&mut shown);
        shown.field("reduction", &self.reduction).finish()
    }

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, C), T>, target: &Tensor<(B,), Class<C>>) -> T {
        assert_smoothing(self.loss.smoothing);
        let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
        let Some(divisor) = self.loss.classes.divisor(self.reduction, target) else { return T::ZERO };
        let losses = y.chunks_exact(C::SIZE).zip(target).map(|(x, &target)| {
            let Some(weight) = self.loss.classes.of(target) else { return 0.0 };
            let largest = largest(x);
            let sum: T = x.iter().map(|&x| (x - largest).exp()).sum();
            self.loss.term(x, target.index(), weight, largest, sum.ln())
        });
        T::from_f64(losses.sum::<f64>() / divisor)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, C), T>,
        target: &Tensor<(B,), Class<C>>,
        dy: &mut Tensor<(B, C), T>,
    ) -> T {
        assert_smoothing(self.loss.smoothing);
        let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
        let dy = first_mut::<B, _>(rows, dy.as_mut_slice());
        let Some(divisor) = self.loss.classes.divisor(self.reduction, target) else {
            dy.fill(T::ZERO);
            return T::ZERO;
        };
        let smoothing = self.loss.smoothing;
        let (of_class, of_all) = ((1.0 - smoothing) / divisor, smoothing / (C::SIZE as f64 * divisor));
        let shared = T::from_f64(of_all);
        let weights = self.loss.classes.weights();
        let of_all = of_all * self.loss.classes.total();
        for (x, dx) in y.chunks_exact(C::SIZE).zip(dy.chunks_exact_mut(C::SIZE)) {
            let largest = largest(x);
            dx.iter_mut().zip(x).for_each(|(dx, &x)| *dx = x - largest);
        }
        // For all rows at once: they are short.
        exponentials(dy);
        let rows = y.chunks_exact(C::SIZE).zip(dy.chunks_exact_mut(C::SIZE));
        let losses = rows.zip(target).map(|((x, dx), &target)| {
            let Some(weight) = self.loss.classes.of(target) else {
                dx.fill(T::ZERO);
                return 0.0;
            };
            let largest = largest(x);
            let sum: T = dx.iter().copied().sum();
            let of_class = of_class * weight.to_f64();
            let scale = T::from_f64(of_class + of_all) / sum;
            match weights {
                None => dx.iter_mut().for_each(|dx| *dx = *dx * scale - shared),
                Some(weights) => {
                    dx.iter_mut().zip(weights).for_each(|(dx, &weight)| *dx = *dx * scale - shared * weight);
                }
            }
            dx[target.index()] -= T::from_f64(of_class);
            self.loss.term(x, target.index(), weight, largest, sum.ln())
        });
        T::from_f64(losses.sum::<f64>() / divisor)
    }

    fn divisor(&self) -> Divisor {
        self.loss.classes.kind(self.reduction)
    }

    fn weight_of_rows<B: Dim>(&self, rows: usize, target: &Tensor<(B,), Class<C>>) -> f64 {
        self.loss.classes.weight(self.reduction, first::<B, _>(rows, target.as_slice()))
    }
}

impl<C: Dim, T: Float> CrossEntropyWith<'_, C, T> {
    /// The term of a sample whose class has this weight; `normaliser` is the logarithm of the sum of exp(x - largest).
    fn term(&self, x: &[T], target: usize, weight: T, largest: T, normaliser: T) -> f64 {
        let of_class = weighed(weight, normaliser - (x[target] - largest)).to_f64();
        if self.smoothing == 0.0 {
            // A logit of minus infinity, which smoothing would turn into an infinite loss, counts for nothing.
            return of_class;
        }
        let surprise = |x: T| (normaliser - (x - largest)).to_f64();
        let of_all: f64 = match self.classes.weights() {
            None => x.iter().map(|&x| surprise(x)).sum(),
            Some(weights) => x.iter().zip(weights).map(|(&x, weight)| weighed(weight.to_f64(), surprise(x))).sum(),
        };
        weighed(1.0 - self.smoothing, of_class) + self.smoothing * of_all / x.len() as f64
    }
}

#[cfg(all(test, feature = "alloc"))]
mod smoothing {
    use super::*;
    use crate::dim::N;
    use crate::parameters::zeroed;
    use crate::session::gradient_check::{check_loss, fill};

    #[test]
    fn the_formula_and_the_gradient() {
        let mut logits = zeroed::<Tensor<(N<3>, N<4>), f64>>();
        let target = Tensor::<(N<3>,), Class<N<4>>>::new([2, 0, 3].map(|t| Class::new(t).unwrap()));
        for seed in 0..20 {
            fill(logits.as_mut_slice(), &mut crate::init::rng(seed));
            let loss = CrossEntropy.smooth::<N<4>, f64>(0.1 + 0.04 * seed as f64);
            check_loss::<(N<4>,), N<3>, _>(&loss, &mut logits, &target);
            let mut expected = 0.0;
            for (x, target) in logits.rows().zip(target.iter()) {
                let normaliser = x.iter().map(|x| x.exp()).sum::<f64>().ln();
                for (class, x) in x.iter().enumerate() {
                    let label = if class == target.index() { 1.0 - loss.smoothing } else { 0.0 };
                    expected -= (label + loss.smoothing / 4.0) * (x - normaliser) / 3.0;
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
    fn the_formula() {
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
    fn the_gradient() {
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
