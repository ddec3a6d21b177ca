//! The samples of a batch that count.

use crate::dim::Dim;
use crate::float::Float;

/// The elements of the first `rows` samples.
#[inline]
pub(crate) fn first<B: Dim, T>(rows: usize, elements: &[T]) -> &[T] {
    &elements[..elements.len() / B::SIZE * rows]
}

/// Places for the derivatives by the first `rows` samples; the others become 0.
#[inline]
pub(crate) fn first_mut<B: Dim, T: Float>(rows: usize, elements: &mut [T]) -> &mut [T] {
    let (first, rest) = elements.split_at_mut(elements.len() / B::SIZE * rows);
    rest.fill(T::ZERO);
    first
}
