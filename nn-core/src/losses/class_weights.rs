//! What losses of classes share: how much a sample of each class counts.

use crate::describe::Values;
use crate::dim::Dim;
use crate::float::Float;
use crate::losses::{Divisor, Reduction};
use crate::signal::Class;
use crate::tensor::Tensor;
use core::fmt;

/// # Panics
/// If a weight is negative, infinite or NaN; `of` says what it is the weight of, such as "class".
#[track_caller]
pub(crate) fn assert_weights<T: Float>(of: &str, weights: &[T]) {
    let bad = weights.iter().position(|&weight| !(weight >= T::ZERO && weight.is_finite()));
    if let Some(index) = bad {
        panic!("the weight of {of} {index} is {}, expected a finite number of at least 0", weights[index]);
    }
}

/// # Panics
/// If it is not from 0 to 1.
#[track_caller]
pub(crate) const fn assert_smoothing(smoothing: f64) {
    assert!(smoothing >= 0.0 && smoothing <= 1.0, "label smoothing must be from 0 to 1");
}

/// A weight for each class, 1 if none are given, and a class that counts for nothing.
pub(crate) struct ClassWeights<'w, C: Dim, T: Float> {
    weights: Option<&'w Tensor<(C,), T>>,
    ignored: Option<Class<C>>,
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
    /// Every class counts alike.
    pub(crate) const EQUAL: Self = Self { weights: None, ignored: None };

    #[track_caller]
    pub(crate) fn with_weights<'v>(self, weights: &'v Tensor<(C,), T>) -> ClassWeights<'v, C, T>
    where
        'w: 'v,
    {
        assert_weights("class", weights.as_slice());
        ClassWeights { weights: Some(weights), ignored: self.ignored }
    }

    pub(crate) const fn without(self, class: Class<C>) -> Self {
        Self { weights: self.weights, ignored: Some(class) }
    }

    /// The weights, if there are any.
    #[inline]
    pub(crate) fn weights(&self) -> Option<&'w [T]> {
        self.weights.map(Tensor::as_slice)
    }

    /// Adds what is set to the description of a loss.
    pub(crate) fn describe(&self, shown: &mut fmt::DebugStruct<'_, '_>) {
        if let Some(weights) = self.weights() {
            shown.field("weights", &Values(weights));
        }
        if let Some(class) = self.ignored {
            shown.field("ignore", &class.index());
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

    /// Whether every sample counts for one.
    fn are_equal(&self) -> bool {
        self.weights.is_none() && self.ignored.is_none()
    }

    /// The kind of divisor.
    pub(crate) fn kind(&self, reduction: Reduction) -> Divisor {
        reduction.kind(if self.are_equal() { Divisor::Samples } else { Divisor::Weights })
    }

    /// What the sum of the terms is divided by; `None` if that is 0, because nothing counts.
    pub(crate) fn divisor(&self, reduction: Reduction, target: &[Class<C>]) -> Option<f64> {
        let mean = if self.are_equal() || reduction != Reduction::Mean {
            target.len() as f64
        } else {
            target.iter().filter_map(|&class| self.of(class)).map(T::to_f64).sum()
        };
        Some(reduction.divisor(mean, target.len())).filter(|&divisor| divisor != 0.0)
    }

    /// What the loss of these samples weighs in a mean over batches: what a mean divides by, else their number.
    pub(crate) fn weight(&self, reduction: Reduction, target: &[Class<C>]) -> f64 {
        match reduction {
            Reduction::Mean => self.divisor(reduction, target).unwrap_or(0.0),
            Reduction::Sum | Reduction::BatchMean => target.len() as f64,
        }
    }
}
