//! Products, element by element.

use super::channels::write;
use super::parallel::{in_parts, parts, steps};
use super::vectorized::vectorized;
use crate::float::Float;

/// y_i = a_i b_i.
///
/// # Panics
/// If the slices differ in length.
///
/// ```
/// let mut y = [0.0; 2];
/// nn_core::kernels::multiply(&[2.0, 3.0], &[5.0, 7.0], &mut y);
/// assert_eq!(y, [10.0, 21.0]);
/// ```
#[inline(always)]
pub fn multiply<T: Float>(a: &[T], b: &[T], y: &mut [T]) {
    write_products(a, b, false, y);
}

/// da_i = dy_i b_i, the derivative of [`multiply`] by one of the two, `b` being the other; set, or added where `adds`.
///
/// # Panics
/// If the slices differ in length.
///
/// ```
/// let mut da = [1.0];
/// nn_core::kernels::multiply_backward(&[5.0], &[2.0], true, &mut da);
/// assert_eq!(da, [11.0]);
/// ```
pub fn multiply_backward<T: Float>(b: &[T], dy: &[T], adds: bool, da: &mut [T]) {
    write_products(dy, b, adds, da);
}

#[inline(always)]
fn write_products<T: Float>(a: &[T], b: &[T], adds: bool, y: &mut [T]) {
    assert!(a.len() == y.len() && b.len() == y.len(), "slices that are multiplied have the same length");
    in_parts(parts(steps(y.len())), y.len(), (a, b, y), |(a, b, y)| products(a, b, adds, y));
}

vectorized! {
    fn products<'a, T>(a: &'a [T], b: &'a [T], adds: bool, y: &'a mut [T]) {
        write(adds, y, [a, b], |[a, b]| a * b);
    }
}
