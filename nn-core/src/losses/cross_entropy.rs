//! Cross-entropy from logits, with classes as targets.

use crate::criterion;
use crate::dim::Dim;
use crate::float::Float;
use crate::kernels::{exponentials, largest};
use crate::losses::class_weights::weighted_by_class;
use crate::losses::reduction::reductions;
use crate::losses::weights::weighed;
use crate::losses::{ClassWeights, Criterion, Reduction, Unweighted, Weighting};
use crate::signal::Class;
use crate::tensor::Tensor;

/// Cross-entropy from logits: L = -ln softmax(x)_t = ln(sum_j exp(x_j)) - x_t, averaged over the batch, where x are the logits of
/// one sample and t is its class (theory.md, 3.1 after the softmax of 2.2).
///
/// The output is `(C,)`; the target is one class per sample, `&Tensor<(B,), Class<C>>`. The gradient is
/// (softmax(x) - onehot(t)) / B (theory.md, 4.2). Softmax and logarithm are computed together, so that logits of +-10 000 and more
/// neither overflow nor lose the gradient. If a logit is NaN or infinity, the loss is NaN; if the logit of the target is minus
/// infinity and others are finite, the loss is infinity.
///
/// This is PyTorch's `CrossEntropyLoss`, with its defaults and its names of options: [`label_smoothing`](Self::label_smoothing),
/// [`weight`](Self::weight), [`ignore_index`](Self::ignore_index) and [`reduction`](Self::reduction). [`soft`](Self::soft) accepts
/// distributions as targets. Do not apply a [`Softmax`](crate::Softmax) before it; for a network that already ends in one, use
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossEntropy<W = Unweighted> {
    pub(super) label_smoothing: f64,
    classes: W,
    pub(super) reduction: Reduction,
}
reductions!(
    CrossEntropy<W> { label_smoothing: 0.0, classes: Unweighted },
    Mean,
    "The terms are those of the samples: `Mean` divides by the sum of their weights."
);

impl<W: Copy> CrossEntropy<W> {
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

    /// Returns this loss with a weight for each class, at least 0, for example to compensate for rare classes.
    ///
    /// The term of a sample is multiplied by w_t; with label smoothing, it is -(1 - s) w_t ln softmax(x)_t - s / C sum_j w_j ln
    /// softmax(x)_j. The mean divides by the sum of the w_t. If that sum is 0, loss and gradient are 0 (NaN in PyTorch). A class of
    /// weight 0 contributes nothing, even if its logit is minus infinity.
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
    /// Panics if a weight is negative, infinite or NaN.
    #[track_caller]
    pub fn weight<'w, C: Dim, T: Float>(self, weight: &'w Tensor<(C,), T>) -> CrossEntropy<ClassWeights<'w, C, T>>
    where
        W: Weighting<'w, C, T>,
    {
        self.with(self.classes.classes().with_weights(weight))
    }

    /// Returns this loss with the samples of `class` ignored: they contribute neither to the loss, nor to the gradient, nor to the
    /// divisor of the mean. Useful for the padding of sequences.
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
    pub fn ignore_index<'w, C: Dim, T: Float>(self, class: Class<C>) -> CrossEntropy<ClassWeights<'w, C, T>>
    where
        W: Weighting<'w, C, T>,
    {
        self.with(self.classes.classes().without(class))
    }

    fn with<V>(self, classes: V) -> CrossEntropy<V> {
        CrossEntropy { label_smoothing: self.label_smoothing, classes, reduction: self.reduction }
    }

    /// Returns the term of a sample whose class has this weight; `normaliser` is the logarithm of the sum of exp(x - largest).
    fn term_of<'w, C: Dim, T: Float>(&self, x: &[T], target: Class<C>, weight: T, largest: T, normaliser: T) -> f64
    where
        W: Weighting<'w, C, T>,
    {
        let of_class = weighed(weight, normaliser - (x[target.index()] - largest)).to_f64();
        if self.label_smoothing == 0.0 {
            // The terms of all classes may be infinite, and their product with a smoothing of 0 would be NaN.
            return of_class;
        }
        let surprise = |x: T| (normaliser - (x - largest)).to_f64();
        let of_all: f64 = match self.classes.classes().weights() {
            None => x.iter().map(|&x| surprise(x)).sum(),
            Some(weights) => x.iter().zip(weights).map(|(&x, weight)| weighed(weight.to_f64(), surprise(x))).sum(),
        };
        weighed(1.0 - self.label_smoothing, of_class) + self.label_smoothing * of_all / x.len() as f64
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

criterion!(impl['w, C: Dim, T: Float, W: Weighting<'w, C, T>] Loss<(C,), T> for CrossEntropy<W>);

impl<'w, C: Dim, T: Float, W: Weighting<'w, C, T>> Criterion<(C,), T> for CrossEntropy<W> {
    type Target = Class<C>;

    fn term(&self, y: &[T], target: Class<C>, divisor: f64, dy: Option<&mut [T]>) -> f64 {
        self.terms(y, &[target], divisor, dy)
    }

    fn terms(&self, y: &[T], targets: &[Class<C>], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let classes = self.classes.classes();
        let Some(dy) = dy else {
            let terms = y.chunks_exact(C::SIZE).zip(targets).map(|(x, &target)| {
                let Some(weight) = classes.of(target) else { return 0.0 };
                let largest = largest(x);
                let sum: T = x.iter().map(|&x| (x - largest).exp()).sum();
                self.term_of(x, target, weight, largest, sum.ln())
            });
            return terms.sum();
        };
        let smoothing = self.label_smoothing;
        let (of_class, of_all) = ((1.0 - smoothing) / divisor, smoothing / (C::SIZE as f64 * divisor));
        let shared = T::from_f64(of_all);
        let of_all = of_all * classes.total();
        for (x, dx) in y.chunks_exact(C::SIZE).zip(dy.chunks_exact_mut(C::SIZE)) {
            let largest = largest(x);
            dx.iter_mut().zip(x).for_each(|(dx, &x)| *dx = x - largest);
        }
        // Vectorise over all samples at once, because a single sample is short.
        exponentials(dy);
        let samples = y.chunks_exact(C::SIZE).zip(dy.chunks_exact_mut(C::SIZE));
        let terms = samples.zip(targets).map(|((x, dx), &target)| {
            let Some(weight) = classes.of(target) else {
                dx.fill(T::ZERO);
                return 0.0;
            };
            let largest = largest(x);
            let sum: T = dx.iter().copied().sum();
            let of_class = of_class * weight.to_f64();
            let scale = T::from_f64(of_class + of_all) / sum;
            match classes.weights() {
                None => dx.iter_mut().for_each(|dx| *dx = *dx * scale - shared),
                Some(weights) => {
                    dx.iter_mut().zip(weights).for_each(|(dx, &weight)| *dx = *dx * scale - shared * weight);
                }
            }
            dx[target.index()] -= T::from_f64(of_class);
            self.term_of(x, target, weight, largest, sum.ln())
        });
        terms.sum()
    }

    weighted_by_class!(C);

    fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut shown = f.debug_struct("CrossEntropy");
        shown.field("label_smoothing", &self.label_smoothing);
        self.classes.classes().describe(&mut shown);
        shown.field("reduction", &self.reduction).finish()
    }
}

#[cfg(all(test, feature = "alloc"))]
mod smoothing {
    use super::*;
    use crate::dim::N;
    use crate::losses::Loss;
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
    use crate::losses::Loss;
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
