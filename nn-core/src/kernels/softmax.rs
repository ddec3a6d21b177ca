//! Softmax along rows, stable for any finite input.

use crate::float::Float;

fn largest<T: Float>(row: &[T]) -> T {
    row.iter().fold(T::NEG_INFINITY, |largest, &x| largest.max(x))
}

/// y_i = exp(x_i - max) / sum_j exp(x_j - max), for every row of `width` elements.
///
/// ```
/// let mut y = [0.0; 2];
/// nn_core::kernels::softmax_rows(2, &[1e4_f32, 1e4], &mut y);
/// assert_eq!(y, [0.5, 0.5]);
/// ```
pub fn softmax_rows<T: Float>(width: usize, x: &[T], y: &mut [T]) {
    for (x, y) in x.chunks_exact(width).zip(y.chunks_exact_mut(width)) {
        let largest = largest(x);
        let mut sum = T::ZERO;
        for (y, &x) in y.iter_mut().zip(x) {
            *y = (x - largest).exp();
            sum += *y;
        }
        y.iter_mut().for_each(|y| *y /= sum);
    }
}

/// y_i = x_i - max - ln(sum_j exp(x_j - max)), for every row of `width` elements.
///
/// ```
/// let mut y = [0.0; 2];
/// nn_core::kernels::log_softmax_rows(2, &[0.0_f64, 1e4], &mut y);
/// assert_eq!(y, [-1e4, 0.0]);
/// ```
pub fn log_softmax_rows<T: Float>(width: usize, x: &[T], y: &mut [T]) {
    for (x, y) in x.chunks_exact(width).zip(y.chunks_exact_mut(width)) {
        let largest = largest(x);
        let log_sum = x.iter().map(|&x| (x - largest).exp()).sum::<T>().ln();
        for (y, &x) in y.iter_mut().zip(x) {
            *y = x - largest - log_sum;
        }
    }
}
