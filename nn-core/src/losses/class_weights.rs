//! How much a sample of each class counts in a loss of classes.

use crate::describe::Values;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::weights::assert_weights;
use crate::signal::Class;
use crate::tensor::Tensor;
use core::fmt;

/// Every class counts alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Unweighted;

/// A weight for each class, 1 if none are given, and a class that counts for nothing: what the methods `weight` and `ignore_index`
/// of [`CrossEntropy`](struct@crate::CrossEntropy) and [`Nll`](struct@crate::Nll) make.
pub struct ClassWeights<'w, C: Dim, T: Float = f32> {
    weights: Option<&'w Tensor<(C,), T>>,
    ignored: Option<Class<C>>,
}

/// The weights of the classes in a loss: [`Unweighted`] or [`ClassWeights`].
///
/// Sealed: there are no others.
pub trait Weighting<'w, C: Dim, T: Float>: sealed::Sealed + Copy {
    /// Them.
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
    /// # Panics
    /// If a weight is negative, infinite or NaN.
    #[track_caller]
    pub(crate) fn with_weights(self, weights: &'w Tensor<(C,), T>) -> Self {
        assert_weights("class", weights.as_slice());
        Self { weights: Some(weights), ..self }
    }

    pub(crate) fn without(self, class: Class<C>) -> Self {
        Self { ignored: Some(class), ..self }
    }

    /// The weights, if there are any.
    #[inline]
    pub(crate) fn weights(&self) -> Option<&'w [T]> {
        self.weights.map(Tensor::as_slice)
    }

    /// Adds what is set to the description of a loss.
    pub(crate) fn describe(&self, shown: &mut fmt::DebugStruct<'_, '_>) {
        if let Some(weights) = self.weights() {
            shown.field("weight", &Values(weights));
        }
        if let Some(class) = self.ignored {
            shown.field("ignore_index", &class.index());
        }
    }

    /// The sum of the weights of all classes, the ignored one too.
    pub(crate) fn total(&self) -> f64 {
        self.weights().map_or(C::SIZE as f64, |weights| weights.iter().map(|weight| weight.to_f64()).sum())
    }

    /// The weight of a sample of this class; `None` if it is ignored.
    #[inline]
    pub(crate) fn of(&self, class: Class<C>) -> Option<T> {
        if self.ignored == Some(class) {
            return None;
        }
        Some(self.weights().map_or(T::ONE, |weights| weights[class.index()]))
    }

    /// How much a sample of this class counts in a mean: its weight, 0 if it is ignored.
    #[inline]
    pub(crate) fn share_of(&self, class: Class<C>) -> f64 {
        self.of(class).map_or(0.0, T::to_f64)
    }

    /// Whether classes may differ in weight.
    #[inline]
    pub(crate) fn differ(&self) -> bool {
        self.weights.is_some() || self.ignored.is_some()
    }
}
