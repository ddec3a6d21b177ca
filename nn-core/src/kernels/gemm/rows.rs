//! A row for every row of a matrix.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::parallel::{Units, in_parts, parts, steps};

/// x_ij = x_ij + row_j: adds `row` to every row of `matrix`, in place.
///
/// # Panics
/// If `row` is empty.
///
/// ```
/// let mut matrix = [1.0, 2.0, 3.0, 4.0];
/// nn_core::kernels::add_rows(&mut matrix, &[10.0, 20.0]);
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

/// sum_j = the sum over i of x_ij: adds up the rows of `matrix`, set or added.
///
/// # Panics
/// If `sum` is empty.
///
/// ```
/// use nn_core::kernels::{Target, sum_rows};
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
