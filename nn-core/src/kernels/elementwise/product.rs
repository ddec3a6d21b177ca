//! Element-wise products.

use super::channels::write;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::parallel::{in_parts, parts, steps};
use crate::kernels::vectorized::vectorized;

/// Computes y_i = a_i b_i, overwriting `y` or adding to it. This is both a product and its derivative with respect to a factor,
/// which is the other factor times the gradient.
///
/// # Panics
/// Panics if the slices differ in length.
///
/// ```
/// use nn::__private::kernels::{Target, multiply};
/// let mut y = [0.0; 2];
/// multiply(&[2.0, 3.0], &[5.0, 7.0], Target::set(&mut y));
/// assert_eq!(y, [10.0, 21.0]);
/// multiply(&[5.0, 7.0], &[2.0, 2.0], Target::add(&mut y));
/// assert_eq!(y, [20.0, 35.0]);
/// ```
#[inline(always)]
pub fn multiply<T: Float>(a: &[T], b: &[T], y: Target<'_, T>) {
    assert!(a.len() == y.len() && b.len() == y.len(), "factors have the same length");
    in_parts(parts(steps(y.len())), y.len(), (a, b, y), |(a, b, y)| products(a, b, y));
}

vectorized! {
    fn products<'a, T>(a: &'a [T], b: &'a [T], y: Target<'a, T>) {
        write(y, [a, b], |[a, b]| a * b);
    }
}
