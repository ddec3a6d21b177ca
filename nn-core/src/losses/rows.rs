//! The samples of a batch that count.

use crate::dim::Dim;
use crate::float::Float;

/// a b, where an infinite b counts for nothing if a is 0. NaN stays NaN.
#[inline]
pub(crate) fn weighed<T: Float>(a: T, b: T) -> T {
    if a == T::ZERO && b.abs() == -T::NEG_INFINITY { T::ZERO } else { a * b }
}

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
