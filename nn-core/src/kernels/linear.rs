//! Matrix products, and sums over rows.

use crate::float::Float;

/// Whether a matrix is taken as it lies or transposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transpose {
    /// As it lies.
    No,
    /// Rows as columns.
    Yes,
}

/// C = A B + beta C, where A is m by k, B is k by n and C is m by n, each contiguous after its transposition is undone.
///
/// With `beta` 0 the old content of C does not matter (NaN included).
///
/// # Panics
/// If a slice does not have as many elements as its matrix.
///
/// ```
/// use nn_core::kernels::{gemm, Transpose::No};
/// let mut c = [0.0];
/// gemm([1, 2, 1], (&[1.0, 2.0], No), (&[3.0, 4.0], No), 0.0, &mut c);
/// assert_eq!(c, [11.0]);
/// ```
pub fn gemm<T: Float>([m, k, n]: [usize; 3], a: (&[T], Transpose), b: (&[T], Transpose), beta: T, c: &mut [T]) {
    assert!(a.0.len() == m * k && b.0.len() == k * n && c.len() == m * n, "slices do not fit a product of {m}x{k}x{n}");
    if m == 1 && b.1 == Transpose::No {
        // A is contiguous either way.
        return row_times_matrix(a.0, b.0, beta, c);
    }
    let strides = |transpose, rows: usize, columns: usize| match transpose {
        Transpose::No => [columns as isize, 1],
        Transpose::Yes => [1, rows as isize],
    };
    // SAFETY: the lengths were checked above, the strides stay within them, and `c` is borrowed mutably.
    unsafe {
        T::gemm(
            m,
            k,
            n,
            a.0.as_ptr(),
            strides(a.1, m, k),
            b.0.as_ptr(),
            strides(b.1, k, n),
            beta,
            c.as_mut_ptr(),
            strides(Transpose::No, m, n),
        );
    }
}

/// One row: y = x B + beta y, adding up rows of B. A plain loop beats packing here.
fn row_times_matrix<T: Float>(x: &[T], b: &[T], beta: T, y: &mut [T]) {
    if beta == T::ZERO {
        y.fill(T::ZERO);
    } else if beta != T::ONE {
        y.iter_mut().for_each(|y| *y *= beta);
    }
    if y.is_empty() {
        return;
    }
    for (&x, row) in x.iter().zip(b.chunks_exact(y.len())) {
        for (y, &b) in y.iter_mut().zip(row) {
            *y += x * b;
        }
    }
}

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
