//! Softmax along rows, numerically stable for any finite input, and its derivatives.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::parallel::{Units, exponential_steps, in_parts, parts};
use crate::kernels::vectorized::vectorized;

/// Returns the largest element of a row, ignoring NaN, or minus infinity if there is none.
pub(crate) fn largest<T: Float>(row: &[T]) -> T {
    row.iter().fold(T::NEG_INFINITY, |largest, &x| largest.max(x))
}

/// Replaces each element by its exponential.
pub(crate) fn exponentials<T: Float>(numbers: &mut [T]) {
    in_parts(parts(exponential_steps(numbers.len())), numbers.len(), numbers, |numbers| each_exponential(numbers));
}

vectorized! {
    fn each_exponential<'a, T>(numbers: &'a mut [T]) {
        numbers.iter_mut().for_each(|number| *number = number.exp());
    }
}

#[track_caller]
fn check(width: usize, lengths: &[usize]) {
    let whole = lengths.iter().all(|&length| length == lengths[0] && length.is_multiple_of(width));
    assert!(width > 0 && whole, "slices of {lengths:?} elements are not equally many rows of {width}");
}

/// Computes the softmax y_i = exp(x_i - max) / sum_j exp(x_j - max) of every row of `width` elements.
///
/// # Panics
/// Panics if the slices do not hold the same number of complete rows.
///
/// ```
/// let mut y = [0.0; 2];
/// nn::__private::kernels::softmax_rows(2, &[1e4_f32, 1e4], &mut y);
/// assert_eq!(y, [0.5, 0.5]);
/// ```
#[inline(always)]
pub fn softmax_rows<T: Float>(width: usize, x: &[T], y: &mut [T]) {
    softmax_of(width, |x| x, x, y);
}

/// Computes the softmin of every row of `width` elements: the softmax of -x.
///
/// # Panics
/// Panics if the slices do not hold the same number of complete rows.
///
/// ```
/// let mut y = [0.0; 2];
/// nn::__private::kernels::softmin_rows(2, &[1e4_f32, -1e4], &mut y);
/// assert_eq!(y, [0.0, 1.0]);
/// ```
#[inline(always)]
pub fn softmin_rows<T: Float>(width: usize, x: &[T], y: &mut [T]) {
    softmax_of(width, |x| -x, x, y);
}

/// Computes the softmax of x, or of -x, which is what `signed` returns.
#[inline(always)]
fn softmax_of<T: Float>(width: usize, signed: impl Fn(T) -> T + Sync, x: &[T], y: &mut [T]) {
    check(width, &[x.len(), y.len()]);
    in_parts(parts(exponential_steps(x.len())), x.len() / width, (Units(x, width), Units(y, width)), |(x, y)| {
        for (x, y) in x.0.chunks_exact(at_least_one(width)).zip(y.0.chunks_exact_mut(at_least_one(width))) {
            let largest = x.iter().fold(T::NEG_INFINITY, |largest, &x| largest.max(signed(x)));
            let mut sum = T::ZERO;
            for (y, &x) in y.iter_mut().zip(x) {
                *y = (signed(x) - largest).exp();
                sum += *y;
            }
            y.iter_mut().for_each(|y| *y /= sum);
        }
    });
}

/// Computes the log-softmax y_i = x_i - max - ln(sum_j exp(x_j - max)) of every row of `width` elements.
///
/// # Panics
/// Panics if the slices do not hold the same number of complete rows.
///
/// ```
/// let mut y = [0.0; 2];
/// nn::__private::kernels::log_softmax_rows(2, &[0.0_f64, 1e4], &mut y);
/// assert_eq!(y, [-1e4, 0.0]);
/// ```
#[inline(always)]
pub fn log_softmax_rows<T: Float>(width: usize, x: &[T], y: &mut [T]) {
    check(width, &[x.len(), y.len()]);
    in_parts(parts(exponential_steps(x.len())), x.len() / width, (Units(x, width), Units(y, width)), |(x, y)| {
        for (x, y) in x.0.chunks_exact(at_least_one(width)).zip(y.0.chunks_exact_mut(at_least_one(width))) {
            let largest = largest(x);
            let log_sum = x.iter().map(|&x| (x - largest).exp()).sum::<T>().ln();
            for (y, &x) in y.iter_mut().zip(x) {
                *y = x - largest - log_sum;
            }
        }
    });
}

/// Computes dx_i = y_i (dy_i - sum_j dy_j y_j) for every row of `width` elements, where y is the softmax of x, overwriting `dx` or
/// adding to it.
///
/// # Panics
/// Panics if the slices do not hold the same number of complete rows.
///
/// ```
/// use nn::__private::kernels::{Target, softmax_backward_rows};
/// let mut dx = [0.0; 2];
/// softmax_backward_rows(2, &[0.5, 0.5], &[1.0, 0.0], Target::set(&mut dx));
/// assert_eq!(dx, [0.25, -0.25]);
/// ```
pub fn softmax_backward_rows<T: Float>(width: usize, y: &[T], dy: &[T], dx: Target<'_, T>) {
    softmax_of_backward(width, |x| x, y, dy, dx);
}

/// Computes dx_i = y_i (sum_j dy_j y_j - dy_i) for every row of `width` elements, where y is the softmin of x, overwriting `dx` or
/// adding to it.
///
/// # Panics
/// Panics if the slices do not hold the same number of complete rows.
///
/// ```
/// use nn::__private::kernels::{Target, softmin_backward_rows};
/// let mut dx = [0.0; 2];
/// softmin_backward_rows(2, &[0.5, 0.5], &[1.0, 0.0], Target::set(&mut dx));
/// assert_eq!(dx, [-0.25, 0.25]);
/// ```
pub fn softmin_backward_rows<T: Float>(width: usize, y: &[T], dy: &[T], dx: Target<'_, T>) {
    softmax_of_backward(width, |x| -x, y, dy, dx);
}

/// Computes the backward pass of [`softmax_of`].
#[inline(always)]
fn softmax_of_backward<T: Float>(width: usize, signed: impl Fn(T) -> T + Sync, y: &[T], dy: &[T], dx: Target<'_, T>) {
    check(width, &[y.len(), dy.len(), dx.len()]);
    let work = (Units(y, width), Units(dy, width), Units(dx, width));
    in_parts(parts(exponential_steps(y.len())), y.len() / width, work, |(y, dy, dx)| {
        for ((y, dy), dx) in y.0.chunks_exact(width).zip(dy.0.chunks_exact(width)).zip(dx.0.chunks_exact(width)) {
            let mean = signed(y.iter().zip(dy).map(|(&y, &dy)| y * dy).sum());
            dx.write(y.iter().zip(dy).map(|(&y, &dy)| y * (signed(dy) - mean)));
        }
    });
}

/// Computes dx_i = dy_i - exp(y_i) sum_j dy_j for every row of `width` elements, where y is the log-softmax of x, overwriting `dx`
/// or adding to it.
///
/// # Panics
/// Panics if the slices do not hold the same number of complete rows.
///
/// ```
/// use nn::__private::kernels::{Target, log_softmax_backward_rows};
/// let mut dx = [0.0; 2];
/// log_softmax_backward_rows(2, &[0.0, -1e4], &[1.0, 2.0], Target::set(&mut dx));
/// assert_eq!(dx, [-2.0, 2.0]);
/// ```
pub fn log_softmax_backward_rows<T: Float>(width: usize, y: &[T], dy: &[T], dx: Target<'_, T>) {
    check(width, &[y.len(), dy.len(), dx.len()]);
    let work = (Units(y, width), Units(dy, width), Units(dx, width));
    in_parts(parts(exponential_steps(y.len())), y.len() / width, work, |(y, dy, dx)| {
        for ((y, dy), dx) in y.0.chunks_exact(width).zip(dy.0.chunks_exact(width)).zip(dx.0.chunks_exact(width)) {
            let sum: T = dy.iter().copied().sum();
            dx.write(y.iter().zip(dy).map(|(&y, &dy)| dy - y.exp() * sum));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both<T: Float>(x: [T; 3]) -> ([T; 3], [T; 3]) {
        let (mut y, mut log_y) = ([T::ZERO; 3], [T::ZERO; 3]);
        softmax_rows(3, &x, &mut y);
        log_softmax_rows(3, &x, &mut log_y);
        (y, log_y)
    }

    fn finite_and_normalised<T: Float>(x: [f64; 3]) {
        let (y, log_y) = both(x.map(T::from_f64));
        assert!(y.iter().chain(&log_y).all(|y| y.is_finite()), "{x:?}: {y:?}, {log_y:?}");
        let sum: f64 = y.iter().map(|y| y.to_f64()).sum();
        assert!((sum - 1.0).abs() < 1e-6, "{x:?}: {y:?}");
        let (mut dx, mut log_dx) = ([T::ZERO; 3], [T::ZERO; 3]);
        let dy = [1.0, -2.0, 0.5].map(T::from_f64);
        softmax_backward_rows(3, &y, &dy, Target::set(&mut dx));
        log_softmax_backward_rows(3, &log_y, &dy, Target::set(&mut log_dx));
        assert!(dx.iter().chain(&log_dx).all(|dx| dx.is_finite()), "{x:?}: {dx:?}, {log_dx:?}");
    }

    #[test]
    fn finite_rows_yield_finite_outputs() {
        for x in [
            [0.0; 3],
            [1e4; 3],
            [-1e4; 3],
            [1e4, -1e4, 0.0],
            [-1e4, -1e4, 1e4],
            [1e-40, -1e-40, 2e-40],
            [1e-320, 0.0, -1e-320],
            [1e38, -1e38, 0.0],
        ] {
            finite_and_normalised::<f32>(x);
            finite_and_normalised::<f64>(x);
        }
    }

    #[test]
    fn equal_logits_have_equal_probabilities() {
        for value in [0.0, 1e4, -1e4, 1e-40] {
            let (y, log_y) = both([value; 3]);
            assert_eq!(y, [1.0_f32 / 3.0; 3]);
            assert_eq!(log_y, [-libm::logf(3.0); 3]);
        }
    }

    #[test]
    fn infinities_and_nan() {
        let (y, log_y) = both([f32::NEG_INFINITY, 0.0, 0.0]);
        assert_eq!(y, [0.0, 0.5, 0.5]);
        assert_eq!(log_y[0], f32::NEG_INFINITY);
        for x in [[f32::NAN, 0.0, 1.0], [f32::INFINITY, 0.0, 1.0], [f32::NEG_INFINITY; 3]] {
            let (y, log_y) = both(x);
            assert!(y.iter().chain(&log_y).any(|y| y.is_nan()), "{x:?}");
        }
    }

    #[test]
    fn backward_pass_matches_jacobian() {
        let (y, log_y) = both([0.3_f64, -1.2, 0.8]);
        let dy = [0.7, -0.1, 2.0];
        let (mut dx, mut log_dx) = ([10.0; 3], [10.0; 3]);
        softmax_backward_rows(3, &y, &dy, Target::add(&mut dx));
        log_softmax_backward_rows(3, &log_y, &dy, Target::add(&mut log_dx));
        for i in 0..3 {
            let unit = |j| if i == j { 1.0 } else { 0.0 };
            let expected: f64 = (0..3).map(|j| dy[j] * y[j] * (unit(j) - y[i])).sum();
            assert!((dx[i] - 10.0 - expected).abs() < 1e-14);
            let expected: f64 = (0..3).map(|j| dy[j] * (unit(j) - y[i])).sum();
            assert!((log_dx[i] - 10.0 - expected).abs() < 1e-14);
        }
    }

    #[test]
    #[should_panic = "slices of [3, 4] elements are not equally many rows of 3"]
    fn rejects_wrong_lengths() {
        softmax_rows(3, &[0.0; 3], &mut [0.0; 4]);
    }
}
