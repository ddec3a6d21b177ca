//! Matrices of equal rows, additions of a row to every row of a matrix, and sums of rows.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::parallel::{Units, in_parts, parts, steps};

/// Sets every row of `matrix` to `row`.
///
/// # Panics
/// Panics if `row` is empty.
///
/// ```
/// let mut matrix = [0.0; 4];
/// nn::__private::kernels::fill_rows(&[1.0, 2.0], &mut matrix);
/// assert_eq!(matrix, [1.0, 2.0, 1.0, 2.0]);
/// ```
#[inline(always)]
pub fn fill_rows<T: Float>(row: &[T], matrix: &mut [T]) {
    for target in matrix.chunks_exact_mut(row.len()) {
        target.copy_from_slice(row);
    }
}

/// Adds `row` to every row of `matrix` in place: x_ij = x_ij + row_j.
///
/// # Panics
/// Panics if `row` is empty.
///
/// ```
/// let mut matrix = [1.0, 2.0, 3.0, 4.0];
/// nn::__private::kernels::add_rows(&mut matrix, &[10.0, 20.0]);
/// assert_eq!(matrix, [11.0, 22.0, 13.0, 24.0]);
/// ```
pub fn add_rows<T: Float>(matrix: &mut [T], row: &[T]) {
    let width = row.len();
    in_parts(parts(steps(matrix.len())), matrix.len() / width, Units(matrix, width), |matrix| {
        for target in matrix.0.chunks_exact_mut(width) {
            for (target, &value) in target.iter_mut().zip(row) {
                *target += value;
            }
        }
    });
}

/// Sums the rows of `matrix`: sum_j = the sum over i of x_ij, overwriting `sum` or adding to it.
///
/// # Panics
/// Panics if `sum` is empty.
///
/// ```
/// use nn::__private::kernels::{Target, sum_rows};
/// let mut sum = [0.0; 2];
/// sum_rows(&[1.0, 2.0, 3.0, 4.0], Target::set(&mut sum));
/// assert_eq!(sum, [4.0, 6.0]);
/// ```
pub fn sum_rows<T: Float>(matrix: &[T], sum: Target<'_, T>) {
    let sum = sum.zeroed();
    for row in matrix.chunks_exact(sum.len()) {
        for (sum, &value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
}
