//! Pools that compute the p-norm of each window.

use super::pool::{PoolDivisor, each_row, sizes};
use super::sliding::{Sliding, volume};
use super::small_batch::fold_windows;
use super::strided::with_each_mut;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;

/// Returns x^p.
#[inline(always)]
fn power<T: Float>(x: T, p: usize) -> T {
    (0..p).fold(T::ONE, |power, _| power * x)
}

/// Computes the p-norm of each window of each volume: the p-th root of the sum of x^p. A window that ends after the padded volume is
/// weighted as if it were complete: its sum is multiplied by the number of elements of the kernel, and divided by that of its
/// elements, as in PyTorch. The root of a negative sum, which an odd p may have, is NaN.
///
/// # Panics
/// Panics if the window does not fit into the padded volume, or if the slices do not hold the same number of volumes of its sizes.
///
/// ```
/// use nn::__private::kernels::{Sliding, lp_pool};
/// let mut y = [0.0; 1];
/// lp_pool(&Sliding { input: [1, 1, 2], kernel: [1, 1, 2], ..Sliding::ELEMENT }, 2, &[3.0, -4.0], &mut y);
/// assert_eq!(y, [5.0]);
/// ```
#[inline(always)]
pub fn lp_pool<T: Float>(window: &Sliding, p: usize, x: &[T], y: &mut [T]) {
    let [_, out] = sizes(window, x.len(), y.len());
    fold_windows(window, x, y, T::ZERO, |y, x| y + power(x, p));
    for y in y.chunks_exact_mut(out) {
        if window.ceil_mode {
            y.iter_mut().enumerate().for_each(|(index, y)| *y *= weight(window, index));
        }
        y.iter_mut().for_each(|y| *y = root(*y, p));
    }
}

/// Returns the p-th root.
#[inline(always)]
fn root<T: Float>(x: T, p: usize) -> T {
    match p {
        1 => x,
        2 => x.sqrt(),
        _ if x == T::ZERO => T::ZERO,
        _ => (x.ln() / T::from_f64(p as f64)).exp(),
    }
}

/// Returns the weight of a window, by its index in the output: the number of elements of a complete window, divided by the number
/// of its own. It is 1 unless `ceil_mode` is set.
#[inline(always)]
fn weight<T: Float>(window: &Sliding, index: usize) -> T {
    let ([_, height, width], kernel) = (window.output().map(at_least_one), volume(window.kernel));
    let place = [index / width / height, index / width % height, index % width];
    T::from_f64(kernel as f64 / PoolDivisor::Window.at(window, place) as f64)
}

/// Computes dx, the gradient of [`lp_pool`] with respect to x: each element of a window receives dy (x / y)^(p - 1), multiplied by
/// the weight of the window. Where y is 0, the gradient is 0.
///
/// # Panics
/// Panics if the window does not fit into the padded volume, or if the slices do not hold the same number of volumes of its sizes.
///
/// ```
/// use nn::__private::kernels::{Sliding, Target, lp_pool_backward};
/// let (window, mut dx) = (Sliding { input: [1, 1, 2], kernel: [1, 1, 2], ..Sliding::ELEMENT }, [0.0; 2]);
/// lp_pool_backward(&window, 2, [&[3.0, -4.0], &[5.0], &[10.0]], Target::set(&mut dx));
/// assert_eq!(dx, [6.0, -8.0]);
/// ```
pub fn lp_pool_backward<T: Float>(window: &Sliding, p: usize, [x, y, dy]: [&[T]; 3], dx: Target<'_, T>) {
    let [volume, out] = sizes(window, x.len(), dy.len());
    assert_eq!((x.len(), y.len()), (dx.len(), dy.len()), "a value and its gradient differ in length");
    let values = x.chunks_exact(volume).zip(dx.zeroed().chunks_exact_mut(volume));
    for ((x, dx), (y, dy)) in values.zip(y.chunks_exact(out).zip(dy.chunks_exact(out))) {
        each_row(window, |stride, from, to, length| {
            let mut x = x[from..].iter().step_by(stride);
            let mut index = to;
            with_each_mut(&y[to..][..length], &mut dx[from..], stride, |&y, dx| {
                let x = x.next().copied().unwrap_or(T::ZERO);
                if y != T::ZERO {
                    let gradient = dy[index] * power(x / y, p - 1);
                    *dx += if window.ceil_mode { gradient * weight(window, index) } else { gradient };
                }
                index += 1;
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: Sliding = Sliding { input: [1, 1, 3], kernel: [1, 1, 2], stride: [1, 1, 2], ..Sliding::ELEMENT };

    #[test]
    fn gradient_of_zero_norm_is_zero() {
        let (mut y, mut dx) = ([f64::NAN; 1], [f64::NAN; 3]);
        lp_pool(&PAIRS, 2, &[0.0; 3], &mut y);
        lp_pool_backward(&PAIRS, 2, [&[0.0; 3], &y, &[1.0]], Target::set(&mut dx));
        assert_eq!((y, dx), ([0.0], [0.0; 3]));
    }

    #[test]
    fn incomplete_windows_are_weighted() {
        let mut y = [0.0; 2];
        lp_pool(&Sliding { ceil_mode: true, ..PAIRS }, 2, &[3.0, 4.0, 1.0], &mut y);
        assert_eq!(y, [5.0, 2.0_f64.sqrt()]);
    }

    #[test]
    fn root_of_negative_sum_is_nan() {
        let mut y = [0.0_f64];
        lp_pool(&PAIRS, 3, &[-3.0, 1.0, 0.0], &mut y);
        assert!(y[0].is_nan());
    }
}
