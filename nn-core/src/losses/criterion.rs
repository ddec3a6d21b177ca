//! Losses that are a sum of one term per sample, and the reduction that all of them share.

use crate::describe::type_name;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::{Divisor, Outputs, Reduction, Target};
use crate::tensor::Tensor;
use core::fmt;

/// The target of one sample of a [`Criterion`]: `Class<C>`, or `&[T]`, and others ([`Target`]).
///
/// ```
/// use nn::Class;
/// use nn::dim::N;
/// use nn::losses::{Mse, MultiMargin, SampleTarget};
/// let class: SampleTarget<'_, MultiMargin, (N<3>,), f32> = Class::<N<3>>::new(1).unwrap();
/// let elements: SampleTarget<'_, Mse, (N<3>,), f32> = &[0.0, 1.0, 0.0];
/// assert_eq!(elements[class.index()], 1.0);
/// ```
pub type SampleTarget<'a, L, Out, T> = <<L as Criterion<Out, T>>::Target as Target<Out, T>>::Sample<'a>;

/// The targets of several samples of a [`Criterion`]: `&[Class<C>]`, one per sample, or `&[T]`, one per element of the output, and
/// others ([`Target`]).
///
/// ```
/// use nn::Class;
/// use nn::dim::N;
/// use nn::losses::{Mse, MultiMargin, SampleTargets};
/// let classes: SampleTargets<'_, MultiMargin, (N<3>,), f32> = &[Class::<N<3>>::default(); 2];
/// let elements: SampleTargets<'_, Mse, (N<3>,), f32> = &[0.0; 6];
/// assert_eq!(3 * classes.len(), elements.len());
/// ```
pub type SampleTargets<'a, L, Out, T> = <<L as Criterion<Out, T>>::Target as Target<Out, T>>::Items<'a>;

/// A loss with one term per sample: an implementor defines the term and its derivative.
///
/// [`criterion!`](crate::criterion) implements [`Loss`](crate::Loss) for it: partial batches, weights, reductions, gradient
/// accumulation and multi-process training all follow from the terms.
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{Criterion, Loss, Reduction, criterion};
/// use nn::shape::Sample;
/// use nn::{Float, Tensor};
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
/// criterion!(impl[S: Sample, T: Float] Loss<S, T> for Quartic);
///
/// let (y, target) = (Tensor::<(N<2>, N<1>)>::new([[1.0], [2.0]]), Tensor::new([[0.0], [0.0]]));
/// let mut dy = Tensor::new([[0.0]; 2]);
/// assert_eq!(Loss::<(N<1>,)>::gradient(&Quartic(Reduction::Mean), &y, &target, &mut dy), 17.0 / 2.0);
/// assert_eq!(dy.as_slice(), [2.0, 16.0]);
/// assert_eq!(Loss::<(N<1>,)>::value(&Quartic(Reduction::Sum), &y, &target), 17.0);
/// ```
///
/// The output is one tensor of shape `Out`, or a [`Tuple`](crate::Tuple) of several, whose elements are then passed as a tuple of
/// slices ([`Outputs`]).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is undefined for samples of shape `{Out}` and elements of type `{T}`"
)]
pub trait Criterion<Out: Outputs, T: Float = f32> {
    /// The target of a sample: `Class<C>`, or `[T]`, elements of the same shape as the output, and others ([`Target`]).
    type Target: Target<Out, T> + ?Sized;

    /// Returns the term of one sample, times its weight. `y` is the output of the sample, `S::SIZE` elements in row-major order for
    /// a shape `S`. Sets `dy` to the derivatives of the term with respect to `y`, divided by `divisor`.
    fn term(
        &self,
        y: Out::Elements<'_, T>,
        target: SampleTarget<'_, Self, Out, T>,
        divisor: f64,
        dy: Option<Out::ElementsMut<'_, T>>,
    ) -> f64;

    /// Returns the sum of the terms of several samples, and sets `dy` as [`term`](Self::term) does. Override it if several terms
    /// can be computed faster together than one by one.
    #[inline]
    fn terms(
        &self,
        y: Out::Elements<'_, T>,
        targets: SampleTargets<'_, Self, Out, T>,
        divisor: f64,
        dy: Option<Out::ElementsMut<'_, T>>,
    ) -> f64 {
        let samples = Out::samples(y).zip(Self::Target::samples(targets));
        match dy {
            None => samples.map(|(y, target)| self.term(y, target, divisor, None)).sum(),
            Some(dy) => {
                let samples = samples.zip(Out::samples_mut(dy));
                samples.map(|((y, target), dy)| self.term(y, target, divisor, Some(dy))).sum()
            }
        }
    }

    /// Returns how the terms are reduced to a scalar. Defaults to the mean.
    #[inline]
    fn reduction(&self) -> Reduction {
        Reduction::Mean
    }

    /// Returns an additional divisor of each term under this [reduction](Self::reduction), such as the number of elements of a
    /// sample for a mean over elements. Defaults to 1.
    #[inline]
    fn normalizer(&self) -> f64 {
        1.0
    }

    /// Returns whether samples may differ in weight; a mean then divides by the sum of the weights. Defaults to `false`.
    #[inline]
    fn is_weighted(&self) -> bool {
        false
    }

    /// Returns the weight of a sample with this target in a mean. Used only if the loss
    /// [is weighted](Self::is_weighted). Defaults to 1.
    #[inline]
    fn weight(&self, target: SampleTarget<'_, Self, Out, T>) -> f64 {
        let _ = target;
        1.0
    }

    /// Checks the settings before the terms of a batch are computed.
    ///
    /// # Panics
    /// Panics if a setting is invalid for elements of type `T`.
    #[inline]
    fn check(&self) {}

    /// Describes the loss as [`Loss::describe`](crate::Loss::describe) does. Defaults to the name of the type.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<Self>())
    }

    /// Computes the unreduced loss of each sample, as PyTorch's `reduction="none"` for a loss with one term per sample. Where
    /// [`Loss::value`](crate::Loss::value) is the mean over the elements or positions of all samples, the loss of a sample is the
    /// mean over its own; [`Positionwise::unreduced_positions`](crate::Positionwise::unreduced_positions) computes each of them.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::losses::{Criterion, CrossEntropy};
    /// use nn::{Class, Tensor};
    /// let logits = Tensor::<(N<2>, N<2>)>::new([[0.0, 0.0], [9.0, 8.0]]);
    /// let target = Tensor::<(N<2>,), Class<N<2>>>::new([0, 1].map(|t| Class::new(t).unwrap()));
    /// let mut losses = Tensor::new([0.0; 2]);
    /// Criterion::<(N<2>,)>::unreduced(&CrossEntropy, &logits, &target, &mut losses);
    /// assert_eq!(losses.as_slice(), [2.0_f32.ln(), (1.0_f32 + 1.0_f32.exp()).ln()]);
    /// ```
    fn unreduced<B: Dim>(
        &self,
        y: Out::Ref<'_, B, T>,
        target: <Self::Target as Target<Out, T>>::Ref<'_, B>,
        losses: &mut Tensor<(B,), T>,
    ) {
        self.check();
        let normalizer = self.normalizer();
        let targets = Self::Target::samples(Self::Target::items::<B>(B::SIZE, target));
        let samples = Out::samples(Out::elements::<B, T>(B::SIZE, y)).zip(targets);
        for (loss, (y, target)) in losses.as_mut_slice().iter_mut().zip(samples) {
            *loss = T::from_f64(self.term(y, target, normalizer, None) / normalizer);
        }
    }

    /// Returns the loss of the first `rows` samples of a batch: the sum of their terms, divided by [`normalizer`](Self::normalizer)
    /// and by the divisor of the [reduction](Self::reduction). Sets `dy` to the derivatives, which are 0 for all other samples. If
    /// the divisor is 0, because no sample counts, both the loss and `dy` are 0.
    ///
    /// # Panics
    /// Panics if `rows` is more than `B`, or if a setting fails its [check](Self::check).
    fn reduce<B: Dim>(
        &self,
        rows: usize,
        y: Out::Ref<'_, B, T>,
        target: <Self::Target as Target<Out, T>>::Ref<'_, B>,
        dy: Option<Out::Mut<'_, B, T>>,
    ) -> T {
        self.check();
        let y = Out::elements::<B, T>(rows, y);
        let mut dy = dy.map(|dy| Out::elements_mut::<B, T>(rows, dy));
        let weight = self.total_weight::<B>(rows, target);
        let divisor = self.normalizer() * self.reduction().divisor(weight, rows);
        if divisor == 0.0 {
            if let Some(dy) = &mut dy {
                Out::clear(dy);
            }
            return T::ZERO;
        }
        T::from_f64(self.terms(y, Self::Target::items::<B>(rows, target), divisor, dy) / divisor)
    }

    /// Returns the weight of the first `rows` samples of a batch in a mean over batches: the sum of their weights if the loss is a
    /// weighted mean, otherwise their number.
    #[inline]
    fn total_weight<B: Dim>(&self, rows: usize, target: <Self::Target as Target<Out, T>>::Ref<'_, B>) -> f64 {
        if self.is_weighted() && self.reduction() == Reduction::Mean {
            Self::Target::samples(Self::Target::items::<B>(rows, target)).map(|target| self.weight(target)).sum()
        } else {
            rows as f64
        }
    }

    /// Returns what the sum of the terms is divided by, for [`Loss::divisor`](crate::Loss::divisor).
    #[inline]
    fn kind_of_divisor(&self) -> Divisor {
        self.reduction().kind(if self.is_weighted() { Divisor::Weights } else { Divisor::Samples })
    }
}

/// Implements [`Loss`](crate::Loss) for a [`Criterion`].
///
/// In `criterion!(impl[S: Sample, T: Float] Loss<S, T> for Quartic)`, the arguments are the generic parameters, the shape of a
/// sample (or a `Tuple` of shapes), the element type and the type of the loss. [`Criterion`] has an example.
#[macro_export]
macro_rules! criterion {
    (impl[$($parameters:tt)*] Loss<$sample:ty, $element:ty> for $loss:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($parameters)*> $crate::Loss<$sample, $element> for $loss {
            type Target<'a, Rows: $crate::Dim> = <
                <$loss as $crate::Criterion<$sample, $element>>::Target as $crate::Target<$sample, $element>
            >::Ref<'a, Rows>;

            fn value_of_rows<Rows: $crate::Dim>(
                &self,
                rows: usize,
                y: <$sample as $crate::Signal>::Ref<'_, Rows, $element>,
                target: Self::Target<'_, Rows>,
            ) -> $element {
                $crate::Criterion::<$sample, $element>::reduce::<Rows>(self, rows, y, target, None)
            }

            fn gradient_of_rows<Rows: $crate::Dim>(
                &self,
                rows: usize,
                y: <$sample as $crate::Signal>::Ref<'_, Rows, $element>,
                target: Self::Target<'_, Rows>,
                dy: <$sample as $crate::Signal>::Mut<'_, Rows, $element>,
            ) -> $element {
                $crate::Criterion::<$sample, $element>::reduce::<Rows>(self, rows, y, target, Some(dy))
            }

            fn divisor(&self) -> $crate::Divisor {
                $crate::Criterion::<$sample, $element>::kind_of_divisor(self)
            }

            fn weight_of_rows<Rows: $crate::Dim>(&self, rows: usize, target: Self::Target<'_, Rows>) -> f64 {
                $crate::Criterion::<$sample, $element>::total_weight::<Rows>(self, rows, target)
            }

            fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                $crate::Criterion::<$sample, $element>::describe(self, f)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::losses::{CrossEntropy, Loss, Mse};
    use crate::signal::Class;

    /// A criterion with the minimal set of methods: its terms are t y, where the class t is also the weight of the sample.
    struct Weighed(Reduction);

    impl<T: Float> Criterion<(), T> for Weighed {
        type Target = Class<N<4>>;

        fn term(&self, y: &[T], target: Class<N<4>>, divisor: f64, dy: Option<&mut [T]>) -> f64 {
            let weight = target.index() as f64;
            if let Some(dy) = dy {
                dy.fill(T::from_f64(weight / divisor));
            }
            weight * y[0].to_f64()
        }
        fn reduction(&self) -> Reduction {
            self.0
        }
        fn is_weighted(&self) -> bool {
            true
        }
        fn weight(&self, target: Class<N<4>>) -> f64 {
            target.index() as f64
        }
    }

    criterion!(impl[T: Float] Loss<(), T> for Weighed);

    #[test]
    fn reductions_and_weights_match_terms() {
        let y = Tensor::<(N<3>,), f64>::new([1.0, 10.0, 100.0]);
        let target = Tensor::<(N<3>,), Class<N<4>>>::new([3, 0, 1].map(|t| Class::new(t).unwrap()));
        let of_rows = |reduction, rows, expected: (f64, [f64; 3], f64)| {
            let (loss, mut dy) = (Weighed(reduction), Tensor::new([f64::NAN; 3]));
            let value = loss.gradient_of_rows(rows, &y, &target, &mut dy);
            assert_eq!(value, loss.value_of_rows(rows, &y, &target));
            let weight = Loss::<(), f64>::weight_of_rows(&loss, rows, &target);
            assert_eq!((value, dy.as_slice(), weight), (expected.0, expected.1.as_slice(), expected.2));
        };
        of_rows(Reduction::Mean, 3, (103.0 / 4.0, [0.75, 0.0, 0.25], 4.0));
        of_rows(Reduction::Mean, 2, (1.0, [1.0, 0.0, 0.0], 3.0));
        of_rows(Reduction::Sum, 3, (103.0, [3.0, 0.0, 1.0], 3.0));
        of_rows(Reduction::BatchMean, 2, (1.5, [1.5, 0.0, 0.0], 2.0));
        let kind = |reduction| Loss::<(), f64>::divisor(&Weighed(reduction));
        assert_eq!(
            [Reduction::Mean, Reduction::Sum, Reduction::BatchMean].map(kind),
            [Divisor::Weights, Divisor::One, Divisor::Samples]
        );
    }

    #[test]
    fn batch_of_zero_weight_has_zero_loss() {
        let target = Tensor::<(N<2>,), Class<N<4>>>::new([Class::default(); 2]);
        let mut dy = Tensor::<(N<2>,), f64>::new([f64::NAN; 2]);
        assert_eq!(Weighed(Reduction::Mean).gradient(&Tensor::new([1.0, f64::NAN]), &target, &mut dy), 0.0);
        assert_eq!(dy.as_slice(), [0.0; 2]);
    }

    #[test]
    fn mean_equals_mean_of_unreduced_losses() {
        let y = Tensor::<(N<2>, N<4>), f64>::new([[0.5, -1.0, 2.0, 0.0], [3.0, 0.25, 0.0, 1.0]]);
        let zero = Tensor::<(N<2>, N<4>), f64>::new([[0.0; 4]; 2]);
        let mut losses = Tensor::new([0.0; 2]);
        Criterion::<(N<4>,), f64>::unreduced(&Mse, &y, &zero, &mut losses);
        assert_eq!(losses.as_slice(), [5.25 / 4.0, 10.0625 / 4.0]);
        Criterion::<(N<4>,), f64>::unreduced(&Mse.reduction(Reduction::Sum), &y, &zero, &mut losses);
        assert_eq!(losses.as_slice(), [5.25, 10.0625]);
        // Weighted, as in PyTorch; 0 for the ignored class.
        let target = Tensor::<(N<2>,), Class<N<4>>>::new([0, 2].map(|t| Class::new(t).unwrap()));
        let weights = Tensor::<(N<4>,), f64>::new([2.0, 1.0, 1.0, 1.0]);
        let loss = CrossEntropy.weight(&weights).ignore_index(Class::new(2).unwrap());
        Criterion::<(N<4>,), f64>::unreduced(&loss, &y, &target, &mut losses);
        assert_eq!(losses.as_slice(), [2.0 * loss.value(&y, &target), 0.0]);
    }
}
