//! A dense layer's product, with its bias.

use super::gemm::Transpose::No;
use super::{add_rows, gemm, thin, tiny};
use crate::float::Float;

/// Y = X W + b: X has `m` rows of `k` numbers, W `k` of `n`, Y `m` of `n`; b may be empty.
///
/// The way is chosen by the sizes, when the program is compiled if they are constants: a few multiplications are loops in place,
/// more of them are a [`gemm`]. The bits may differ between the ways.
///
/// # Panics
/// If a slice has fewer numbers than the sizes say.
///
/// ```
/// let mut y = [0.0; 2];
/// nn_core::kernels::affine([1, 2, 2], &[1.0, 2.0], &[1.0, 2.0, 3.0, 4.0], &[0.5, 0.0], &mut y);
/// assert_eq!(y, [7.5, 10.0]);
/// ```
#[inline(always)]
pub fn affine<T: Float>([m, k, n]: [usize; 3], x: &[T], w: &[T], bias: &[T], y: &mut [T]) {
    if tiny::is_tiny(m, k, n) {
        return tiny::affine([m, k, n], x, w, bias, y);
    }
    if thin::is_thin(m) {
        return thin::affine([k, n], x, w, bias, y);
    }
    gemm([m, k, n], (x, No), (w, No), T::ZERO, y);
    if !bias.is_empty() {
        add_rows(y, bias);
    }
}
