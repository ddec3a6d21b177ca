//! Losses that are a sum of terms, one for each sample, and the one driver that reduces them.

use crate::describe::type_name;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::target::first;
use crate::losses::{Divisor, Loss, Reduction, Target};
use crate::shape::Sample;
use crate::signal::Batch;
use crate::tensor::Tensor;
use core::fmt;

/// The target of one sample for a [`Criterion`]: `Class<C>`, or `&[T]`.
pub type SampleTarget<'a, L, S, T> = <<L as Criterion<S, T>>::Target as Target<S, T>>::Sample<'a>;

/// What the targets of a batch are made of for a [`Criterion`].
pub type TargetItem<L, S, T> = <<L as Criterion<S, T>>::Target as Target<S, T>>::Item;

/// A loss that has a term for each sample: the term and its derivative are all that differs from one such loss to the next.
///
/// Each criterion is a [`Loss`]: batches that are not full, weights, reductions, accumulated gradients and steps of several
/// processes follow from the terms by one rule, so that a criterion of your own has them as well.
///
/// ```
/// use nn_core::{Criterion, Float, Loss, N, Reduction, Sample, Tensor};
///
/// /// The mean of (y_i - t_i)^4 over all elements.
/// struct Quartic(Reduction);
///
/// impl<S: Sample, T: Float> Criterion<S, T> for Quartic {
///     type Target = [T];
///
///     fn term(&self, y: &[T], target: &[T], divisor: f64, dy: Option<&mut [T]>) -> f64 {
///         let differences = y.iter().zip(target).map(|(&y, &t)| y - t);
///         if let Some(dy) = dy {
///             let scale = T::from_f64(4.0 / divisor);
///             dy.iter_mut().zip(differences.clone()).for_each(|(dy, d)| *dy = scale * d * d * d);
///         }
///         differences.map(|d| (d * d * d * d).to_f64()).sum()
///     }
///     fn reduction(&self) -> Reduction {
///         self.0
///     }
///     fn normalizer(&self) -> f64 {
///         if self.0 == Reduction::Mean { S::SIZE as f64 } else { 1.0 }
///     }
/// }
///
/// let (y, target) = (Tensor::<(N<2>, N<1>)>::new([[1.0], [2.0]]), Tensor::new([[0.0], [0.0]]));
/// let mut dy = Tensor::new([[0.0]; 2]);
/// assert_eq!(Loss::<(N<1>,)>::gradient(&Quartic(Reduction::Mean), &y, &target, &mut dy), 17.0 / 2.0);
/// assert_eq!(dy.as_slice(), [2.0, 16.0]);
/// assert_eq!(Loss::<(N<1>,)>::value(&Quartic(Reduction::Sum), &y, &target), 17.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot judge an output of shape `{S}`",
    label = "the trait `Loss<{S}>` is not implemented for `{Self}`",
    note = "the shape is that of one sample, without the batch; the element type must fit too (`{T}`)"
)]
pub trait Criterion<S: Sample, T: Float = f32> {
    /// What a sample is compared with: `Class<C>`, or `[T]`, elements of the same shape.
    type Target: Target<S, T> + ?Sized;

    /// The term of one sample, of whose output the elements are `y`, in row-major order: its weight is counted in. The derivative
    /// of the term by each of them, divided by `divisor`, replaces what is in `dy`.
    fn term(&self, y: &[T], target: SampleTarget<'_, Self, S, T>, divisor: f64, dy: Option<&mut [T]>) -> f64;

    /// The sum of the terms of several samples: for losses that compute those together faster than one by one.
    #[inline]
    fn terms(&self, y: &[T], targets: &[TargetItem<Self, S, T>], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        let samples = y.chunks_exact(S::SIZE).zip(Self::Target::samples(targets));
        match dy {
            None => samples.map(|(y, target)| self.term(y, target, divisor, None)).sum(),
            Some(dy) => {
                let samples = samples.zip(dy.chunks_exact_mut(S::SIZE));
                samples.map(|((y, target), dy)| self.term(y, target, divisor, Some(dy))).sum()
            }
        }
    }

    /// How the terms become one number. Defaults to the mean.
    #[inline]
    fn reduction(&self) -> Reduction {
        Reduction::Mean
    }

    /// What each term is divided by besides, with this [reduction](Self::reduction), such as the number of elements where the mean
    /// is one over elements. Defaults to 1.
    #[inline]
    fn normalizer(&self) -> f64 {
        1.0
    }

    /// Whether samples differ in weight: a mean then divides by the sum of the weights. Defaults to `false`.
    #[inline]
    fn is_weighted(&self) -> bool {
        false
    }

    /// How much a sample with this target counts in a mean, at least 0, if the loss [is weighted](Self::is_weighted).
    #[inline]
    fn weight(&self, target: SampleTarget<'_, Self, S, T>) -> f64 {
        let _ = target;
        1.0
    }

    /// Checks the settings before the terms of a batch are computed.
    ///
    /// # Panics
    /// If a setting has a value that it cannot have for elements of type `T`.
    #[inline]
    fn check(&self) {}

    /// Describes the loss as [`Loss::describe`] does. Defaults to the name of the type.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<Self>())
    }

    /// The loss of each sample, not reduced: PyTorch's `reduction="none"`, the mean over the elements of a sample where
    /// [`Loss::value`] is the mean over those of all.
    ///
    /// ```
    /// use nn_core::{Class, Criterion, CrossEntropy, N, Tensor};
    /// let logits = Tensor::<(N<2>, N<2>)>::new([[0.0, 0.0], [9.0, 8.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// let mut losses = Tensor::new([0.0; 2]);
    /// CrossEntropy.unreduced(&logits, &target, &mut losses);
    /// assert_eq!(losses.as_slice(), [2.0_f32.ln(), (1.0_f32 + 1.0_f32.exp()).ln()]);
    /// ```
    fn unreduced<B: Dim>(
        &self,
        y: &Batch<S, B, T>,
        target: &<Self::Target as Target<S, T>>::Batch<B>,
        losses: &mut Tensor<(B,), T>,
    ) {
        self.check();
        let normalizer = self.normalizer();
        let targets = Self::Target::samples(Self::Target::items(B::SIZE, target));
        let samples = y.as_slice().chunks_exact(S::SIZE).zip(targets);
        for (loss, (y, target)) in losses.as_mut_slice().iter_mut().zip(samples) {
            *loss = T::from_f64(self.term(y, target, normalizer, None) / normalizer);
        }
    }
}

/// The one rule of weights: what a mean over these samples divides by; their number, where the loss is no mean over weights.
#[inline]
fn weight<S: Sample, T: Float, L: Criterion<S, T> + ?Sized>(
    loss: &L,
    rows: usize,
    targets: &[TargetItem<L, S, T>],
) -> f64 {
    if loss.is_weighted() && loss.reduction() == Reduction::Mean {
        L::Target::samples(targets).map(|target| loss.weight(target)).sum()
    } else {
        rows as f64
    }
}

/// The loss of the first `rows` samples, and its derivatives into `dy`. Where nothing counts, both are 0.
#[inline]
fn reduce<S: Sample, T: Float, L: Criterion<S, T> + ?Sized>(
    loss: &L,
    rows: usize,
    y: &[T],
    targets: &[TargetItem<L, S, T>],
    dy: Option<&mut [T]>,
) -> T {
    loss.check();
    let weight = weight(loss, rows, targets);
    let divisor = loss.normalizer() * loss.reduction().divisor(weight, rows);
    // A sum divides by nothing, also where nothing counts.
    if divisor != 0.0 {
        return T::from_f64(loss.terms(y, targets, divisor, dy) / divisor);
    }
    if let Some(dy) = dy {
        dy.fill(T::ZERO);
    }
    T::ZERO
}

impl<S: Sample, T: Float, L: Criterion<S, T>> Loss<S, T> for L {
    type Target<'a, B: Dim> = &'a <L::Target as Target<S, T>>::Batch<B>;

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Batch<S, B, T>, target: Self::Target<'_, B>) -> T {
        reduce(self, rows, first::<B, _>(rows, y.as_slice()), L::Target::items(rows, target), None)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Batch<S, B, T>,
        target: Self::Target<'_, B>,
        dy: &mut Batch<S, B, T>,
    ) -> T {
        let y = first::<B, _>(rows, y.as_slice());
        let (dy, rest) = dy.as_mut_slice().split_at_mut(y.len());
        rest.fill(T::ZERO);
        reduce(self, rows, y, L::Target::items(rows, target), Some(dy))
    }

    fn divisor(&self) -> Divisor {
        self.reduction().kind(if self.is_weighted() { Divisor::Weights } else { Divisor::Samples })
    }

    fn weight_of_rows<B: Dim>(&self, rows: usize, target: Self::Target<'_, B>) -> f64 {
        weight(self, rows, L::Target::items(rows, target))
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Criterion::describe(self, f)
    }
}
