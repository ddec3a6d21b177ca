//! The matrix product of a dense layer, with its bias.

use super::{Matrix, add_rows, gemm, unrolled};
use crate::float::Float;
use crate::kernels::{Target, small_batch};

/// Computes Y = X W + b.
///
/// The algorithm is chosen by the sizes, at compile time if they are constants: a small product is computed by inline loops, a
/// larger one by [`gemm`]. The two may round differently, except at the baseline level, where each element of X W is one sum in the
/// order of the inner dimension, for any number of rows.
///
/// # Panics
/// Panics if a slice has fewer elements than its sizes require.
///
/// ```
/// use nn::__private::kernels::{Matrix, affine};
/// let mut y = [0.0; 2];
/// affine(Matrix::new(&[1.0, 2.0], 1, 2), Matrix::new(&[1.0, 2.0, 3.0, 4.0], 2, 2), Some(&[0.5, 0.0]), &mut y);
/// assert_eq!(y, [7.5, 10.0]);
/// ```
#[inline(always)]
pub fn affine<T: Float>(x: Matrix<'_, T>, w: Matrix<'_, T>, bias: Option<&[T]>, y: &mut [T]) {
    let [m, k, n] = [x.rows, x.columns, w.columns];
    if unrolled::is_tiny(m, k, n) && !x.transposed && !w.transposed {
        return unrolled::affine([m, k, n], x.data, w.data, bias, y);
    }
    if small_batch::is_small(m) && !x.transposed && !w.transposed {
        return small_batch::affine([k, n], x.data, w.data, bias, y);
    }
    gemm(x, w, Target::set(y));
    if let Some(bias) = bias {
        add_rows(y, bias);
    }
}
