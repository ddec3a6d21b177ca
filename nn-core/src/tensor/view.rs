//! Views of slices as tensors.

use super::Tensor;
use crate::shape::Shape;

/// Views a slice as a tensor.
///
/// # Panics
/// Panics if the slice does not have as many elements as the shape.
#[inline]
pub(crate) fn from_slice<S: Shape, T: 'static>(numbers: &[T]) -> &Tensor<S, T> {
    assert!(numbers.len() == S::SIZE, "as many elements as the shape has");
    // SAFETY: a tensor is S::SIZE contiguous elements of T, and the slice has as many, as asserted.
    unsafe { &*numbers.as_ptr().cast() }
}

/// [`from_slice`] for a mutable slice.
///
/// # Panics
/// Panics if the slice does not have as many elements as the shape.
#[inline]
pub(crate) fn from_mut_slice<S: Shape, T: 'static>(numbers: &mut [T]) -> &mut Tensor<S, T> {
    assert!(numbers.len() == S::SIZE, "as many elements as the shape has");
    // SAFETY: as above; the mutable borrow is passed on.
    unsafe { &mut *numbers.as_mut_ptr().cast() }
}
