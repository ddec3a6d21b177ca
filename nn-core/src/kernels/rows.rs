//! A row for every row of a matrix.

use crate::float::Float;

/// Adds `row` to every row of `matrix`.
pub fn add_rows<T: Float>(matrix: &mut [T], row: &[T]) {
    for target in matrix.chunks_exact_mut(row.len()) {
        for (target, &value) in target.iter_mut().zip(row) {
            *target += value;
        }
    }
}

/// Sum of the rows of `matrix`, into `sum` or added to it.
pub fn sum_rows<T: Float>(matrix: &[T], adds: bool, sum: &mut [T]) {
    if !adds {
        sum.fill(T::ZERO);
    }
    for row in matrix.chunks_exact(sum.len()) {
        for (sum, &value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
}
