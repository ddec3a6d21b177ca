//! A dense layer's product, with its bias.

use super::{Matrix, Target, add_rows, gemm, thin, tiny};
use crate::float::Float;

/// Y = X W + b.
///
/// The way is chosen by the sizes, when the program is compiled if they are constants: a few multiplications are loops in place,
/// more of them are a [`gemm`]. The bits may differ between the ways.
///
/// # Panics
/// If a slice has fewer elements than the sizes say.
///
/// ```
/// use nn_core::kernels::{Matrix, affine};
/// let mut y = [0.0; 2];
/// affine(Matrix::new(&[1.0, 2.0], 1, 2), Matrix::new(&[1.0, 2.0, 3.0, 4.0], 2, 2), Some(&[0.5, 0.0]), &mut y);
/// assert_eq!(y, [7.5, 10.0]);
/// ```
#[inline(always)]
pub fn affine<T: Float>(x: Matrix<'_, T>, w: Matrix<'_, T>, bias: Option<&[T]>, y: &mut [T]) {
    let [m, k, n] = [x.rows, x.columns, w.columns];
    if tiny::is_tiny(m, k, n) && !x.transposed && !w.transposed {
        return tiny::affine([m, k, n], x.data, w.data, bias, y);
    }
    if thin::is_thin(m) && !x.transposed && !w.transposed {
        return thin::affine([k, n], x.data, w.data, bias, y);
    }
    gemm(x, w, Target::set(y));
    if let Some(bias) = bias {
        add_rows(y, bias);
    }
}
