//! Weights of the terms of a loss: validation, and the product of a weight and a term.

use crate::float::Float;

/// Checks the weights of a loss.
///
/// # Panics
/// Panics if a weight is infinite or NaN; `of` names what the weights belong to, such as "class".
#[track_caller]
pub(crate) fn assert_weights<T: Float>(of: &str, weights: &[T]) {
    let bad = weights.iter().position(|&weight| !weight.is_finite());
    if let Some(index) = bad {
        panic!("the weight of {of} {index} is {}, expected a finite number", weights[index]);
    }
}

/// Returns a b, except that 0 times infinity is 0. NaN propagates.
#[inline]
pub(crate) fn weighed<T: Float>(a: T, b: T) -> T {
    if a == T::ZERO && b.abs() == -T::NEG_INFINITY { T::ZERO } else { a * b }
}
