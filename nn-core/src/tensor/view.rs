//! Slices seen as tensors.

use super::Tensor;
use crate::shape::Shape;

/// The tensor of this shape with these numbers.
///
/// # Panics
/// If there are not as many.
#[inline]
pub(crate) fn from_slice<S: Shape, T: 'static>(numbers: &[T]) -> &Tensor<S, T> {
    assert!(numbers.len() == S::SIZE, "as many numbers as the shape has");
    // SAFETY: a tensor is S::SIZE numbers of T, contiguous, and so many there are.
    unsafe { &*numbers.as_ptr().cast() }
}

/// [`from_slice`] of numbers to write.
///
/// # Panics
/// If there are not as many.
#[inline]
pub(crate) fn from_mut_slice<S: Shape, T: 'static>(numbers: &mut [T]) -> &mut Tensor<S, T> {
    assert!(numbers.len() == S::SIZE, "as many numbers as the shape has");
    // SAFETY: as above; the loan is passed on.
    unsafe { &mut *numbers.as_mut_ptr().cast() }
}
