//! Weights of the elements of the output of a binary loss.

use crate::float::Float;
use crate::losses::Unweighted;
use crate::losses::weights::assert_weights;
use crate::shape::Sample;
use crate::tensor::Tensor;

/// The weights of the elements of an output of shape `S`, as a type parameter of a loss: [`Unweighted`], or a tensor of the shape
/// of one sample.
///
/// This trait is sealed: it has no other implementors.
///
/// ```
/// use nn::dim::N;
/// use nn::losses::{Bce, ElementWeights, Reduction};
/// fn sum<W: ElementWeights<(N<3>,), f32>>(loss: Bce<W>) -> Bce<W> {
///     loss.reduction(Reduction::Sum)
/// }
/// assert_eq!(sum(Bce), Bce.reduction(Reduction::Sum));
/// ```
pub trait ElementWeights<S: Sample, T: Float>: sealed::Sealed + Copy {
    /// Returns the weights, or `None` if they are 1.
    fn weights(&self) -> Option<&[T]>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Unweighted {}
    impl<S: crate::shape::Sample, T: crate::float::Float> Sealed for &crate::tensor::Tensor<S, T> {}
}

impl<S: Sample, T: Float> ElementWeights<S, T> for Unweighted {
    #[inline]
    fn weights(&self) -> Option<&[T]> {
        None
    }
}

impl<S: Sample, T: Float> ElementWeights<S, T> for &Tensor<S, T> {
    #[inline]
    fn weights(&self) -> Option<&[T]> {
        Some(self.as_slice())
    }
}

/// Returns weights of elements.
///
/// # Panics
/// Panics if a weight is infinite or NaN.
#[track_caller]
pub(super) fn checked<S: Sample, T: Float>(weights: &Tensor<S, T>) -> &Tensor<S, T> {
    assert_weights("element", weights.as_slice());
    weights
}

/// Returns the weight at an index.
#[inline]
pub(super) fn weight_at<T: Float>(weights: Option<&[T]>, index: usize) -> T {
    weights.map_or(T::ONE, |weights| weights[index])
}
