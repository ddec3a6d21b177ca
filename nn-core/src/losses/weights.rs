//! Weights of terms in a loss: their check, and the product with a term.

use crate::float::Float;

/// # Panics
/// If a weight is negative, infinite or NaN; `of` says what it is the weight of, such as "class".
#[track_caller]
pub(crate) fn assert_weights<T: Float>(of: &str, weights: &[T]) {
    let bad = weights.iter().position(|&weight| !(weight >= T::ZERO && weight.is_finite()));
    if let Some(index) = bad {
        panic!("the weight of {of} {index} is {}, expected a finite number of at least 0", weights[index]);
    }
}

/// a b, where an infinite b counts for nothing if a is 0. NaN stays NaN.
#[inline]
pub(crate) fn weighed<T: Float>(a: T, b: T) -> T {
    if a == T::ZERO && b.abs() == -T::NEG_INFINITY { T::ZERO } else { a * b }
}
