//! Sums over the elements of slices, in `f64`.

use crate::float::Float;

/// Returns the sum of x_i^2 in `f64`.
///
/// ```
/// assert_eq!(nn::__private::kernels::sum_of_squares(&[3e30_f32, 4e30]).sqrt() as f32, 5e30);
/// ```
pub fn sum_of_squares<T: Float>(x: &[T]) -> f64 {
    sum_of_pairs(x, x, |x, _| x.to_f64() * x.to_f64())
}

/// Returns the sum of x_i y_i in `f64`, up to the end of the shorter slice.
#[cfg(any(test, feature = "alloc"))]
pub(crate) fn dot<T: Float>(x: &[T], y: &[T]) -> f64 {
    sum_of_pairs(x, y, |x, y| x.to_f64() * y.to_f64())
}

/// Returns the sum of `term(x_i, y_i)`, up to the end of the shorter slice, with independent partial sums, which the compiler
/// vectorises.
#[inline]
fn sum_of_pairs<T: Float>(x: &[T], y: &[T], term: impl Fn(T, T) -> f64) -> f64 {
    const LANES: usize = 16;
    let length = x.len().min(y.len());
    let mut lanes = [0.0; LANES];
    for (x, y) in x[..length].chunks(LANES).zip(y[..length].chunks(LANES)) {
        for (lane, (&x, &y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += term(x, y);
        }
    }
    lanes.into_iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_every_element_once() {
        let x: [f32; 37] = core::array::from_fn(|i| i as f32);
        for length in 0..x.len() {
            let sum: usize = (0..length).map(|i| i * i).sum();
            assert_eq!([sum_of_squares(&x[..length]), dot(&x[..length], &x)], [sum as f64; 2]);
        }
    }
}
