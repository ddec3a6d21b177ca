//! Class weights of the losses that compare with a class.

use crate::describe::Values;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::weights::assert_weights;
use crate::signal::Class;
use crate::tensor::Tensor;
use core::fmt;

/// Weights of 1, with no class ignored: the default of [`CrossEntropy`](struct@crate::CrossEntropy), [`Nll`](struct@crate::Nll) and
/// other losses with optional weights.
///
/// ```
/// use nn::losses::{CrossEntropy, Nll, Unweighted};
/// let losses: (CrossEntropy<Unweighted>, Nll<Unweighted>) = (CrossEntropy, Nll);
/// # let _ = losses;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Unweighted;

/// Class weights, `[C]`, 1 each unless set, and optionally a class to ignore. Built by the methods `weight` and `ignore_index` of
/// [`CrossEntropy`](struct@crate::CrossEntropy) and [`Nll`](struct@crate::Nll).
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{ClassWeights, Nll};
/// use nn::{Class, Tensor};
/// let weights = Tensor::<(N<2>,)>::new([3.0, 1.0]);
/// let loss: Nll<ClassWeights<'_, N<2>>> = Nll.weight(&weights).ignore_index(Class::new(1).unwrap());
/// # let _ = loss;
/// ```
pub struct ClassWeights<'w, C: Dim, T: Float = f32> {
    weights: Option<&'w Tensor<(C,), T>>,
    ignored: Option<Class<C>>,
}

/// The class weights of a loss, as its type parameter: [`Unweighted`] or [`ClassWeights`].
///
/// This trait is sealed: it has no other implementors.
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{Nll, Reduction, Weighting};
/// fn sum<'w, W: Weighting<'w, N<3>, f32>>(loss: Nll<W>) -> Nll<W> {
///     loss.reduction(Reduction::Sum)
/// }
/// assert_eq!(sum(Nll), Nll.reduction(Reduction::Sum));
/// ```
pub trait Weighting<'w, C: Dim, T: Float>: sealed::Sealed + Copy {
    /// Returns the weights.
    fn classes(self) -> ClassWeights<'w, C, T>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Unweighted {}
    impl<C: crate::dim::Dim, T: crate::float::Float> Sealed for super::ClassWeights<'_, C, T> {}
}

impl<'w, C: Dim, T: Float> Weighting<'w, C, T> for Unweighted {
    #[inline]
    fn classes(self) -> ClassWeights<'w, C, T> {
        ClassWeights { weights: None, ignored: None }
    }
}

impl<'v, 'w: 'v, C: Dim, T: Float> Weighting<'v, C, T> for ClassWeights<'w, C, T> {
    #[inline]
    fn classes(self) -> ClassWeights<'v, C, T> {
        self
    }
}

impl<C: Dim, T: Float> Copy for ClassWeights<'_, C, T> {}
impl<C: Dim, T: Float> Clone for ClassWeights<'_, C, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Dim, T: Float> fmt::Debug for ClassWeights<'_, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClassWeights").field("weights", &self.weights()).field("ignored", &self.ignored).finish()
    }
}

impl<'w, C: Dim, T: Float> ClassWeights<'w, C, T> {
    /// Returns these class weights with other weights.
    ///
    /// # Panics
    /// Panics if a weight is infinite or NaN.
    #[track_caller]
    pub(crate) fn with_weights(self, weights: &'w Tensor<(C,), T>) -> Self {
        assert_weights("class", weights.as_slice());
        Self { weights: Some(weights), ..self }
    }

    pub(crate) fn without(self, class: Class<C>) -> Self {
        Self { ignored: Some(class), ..self }
    }

    /// Returns the weights, if any are set.
    #[inline]
    pub(crate) fn weights(&self) -> Option<&'w [T]> {
        self.weights.map(Tensor::as_slice)
    }

    /// Adds the weights and the ignored class, if set, to the description of a loss.
    pub(crate) fn describe(&self, shown: &mut fmt::DebugStruct<'_, '_>) {
        if let Some(weights) = self.weights() {
            shown.field("weight", &Values(weights));
        }
        if let Some(class) = self.ignored {
            shown.field("ignore_index", &class.index());
        }
    }

    /// Returns the sum of the weights of all classes, including the ignored one.
    pub(crate) fn total(&self) -> f64 {
        self.weights().map_or(C::SIZE as f64, |weights| weights.iter().map(|weight| weight.to_f64()).sum())
    }

    /// Returns the weight of a sample of this class, or `None` if the class is ignored.
    #[inline]
    pub(crate) fn of(&self, class: Class<C>) -> Option<T> {
        if self.ignored == Some(class) {
            return None;
        }
        Some(self.weights().map_or(T::ONE, |weights| weights[class.index()]))
    }

    /// Returns the share of a sample of this class in the divisor of a mean: its weight, or 0 if the class is ignored.
    #[inline]
    pub(crate) fn share_of(&self, class: Class<C>) -> f64 {
        self.of(class).map_or(0.0, T::to_f64)
    }

    /// Returns whether classes may differ in weight.
    #[inline]
    pub(crate) fn differ(&self) -> bool {
        self.weights.is_some() || self.ignored.is_some()
    }
}

/// Generates the [`Criterion`](crate::Criterion) methods of a loss whose field `classes` is a [`Weighting`] of the classes of the
/// output `$S`, and whose targets are `$Y`.
macro_rules! weighted_by_class {
    ($S:ident, $Y:ident) => {
        fn reduction(&self) -> Reduction {
            self.reduction
        }

        fn normalizer(&self) -> f64 {
            // A weighted mean divides by the sum of the weights of all positions.
            let is_weighted = $Y::MAY_IGNORE || self.classes.classes().differ();
            if is_weighted { 1.0 } else { self.reduction.per_element(<$S::Positions as $crate::shape::Shape>::SIZE) }
        }

        fn is_weighted(&self) -> bool {
            $Y::MAY_IGNORE || self.classes.classes().differ()
        }

        fn weight(&self, target: &[$Y::Item<$S::Classes>]) -> f64 {
            let classes = self.classes.classes();
            target.iter().map(|&target| $Y::class(target).map_or(0.0, |class| classes.share_of(class))).sum()
        }
    };
}
pub(super) use weighted_by_class;
