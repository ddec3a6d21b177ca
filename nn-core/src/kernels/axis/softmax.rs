//! Softmax, softmin and log-softmax along an axis that is not the last one; [`softmax_rows`](crate::kernels::softmax_rows) and its
//! siblings compute those along the last one.

use super::columns::{Block, each_block, rows, rows_mut, targets};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::matrices::check;
use crate::kernels::parallel::{Units, exponential_steps, in_parts, parts};

/// Returns the largest element of each column of a block, ignoring NaN, or minus infinity if there is none.
#[inline(always)]
pub(super) fn largest<T: Float>(x: &[T], after: usize, first: usize) -> Block<T> {
    largest_of(|x| x, x, after, first)
}

/// Returns the [`largest`] value of `signed`, which is x or -x.
#[inline(always)]
fn largest_of<T: Float>(signed: impl Fn(T) -> T, x: &[T], after: usize, first: usize) -> Block<T> {
    let mut largest = [T::NEG_INFINITY; _];
    for row in rows(x, after, first) {
        largest.iter_mut().zip(row).for_each(|(largest, &x): (&mut T, _)| *largest = largest.max(signed(x)));
    }
    largest
}

/// Computes the softmax along an axis of `size` elements. `after` is the number of elements of the axes after it.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn softmax<T: Float>([size, after]: [usize; 2], x: &[T], y: &mut [T]) {
    softmax_of([size, after], |x| x, x, y);
}

/// Computes the softmin along an axis: the [`softmax`] of -x.
///
/// # Panics
/// Panics under the same conditions as [`softmax`].
#[inline(always)]
pub(crate) fn softmin<T: Float>([size, after]: [usize; 2], x: &[T], y: &mut [T]) {
    softmax_of([size, after], |x| -x, x, y);
}

/// Computes the softmax of the columns of x, or of -x, which is what `signed` returns.
#[inline(always)]
fn softmax_of<T: Float>([size, after]: [usize; 2], signed: impl Fn(T) -> T + Sync, x: &[T], y: &mut [T]) {
    let matrix = size * after;
    check([(x.len(), matrix), (y.len(), matrix)]);
    in_parts(parts(exponential_steps(x.len())), x.len() / matrix, (Units(x, matrix), Units(y, matrix)), |(x, y)| {
        for (x, y) in x.0.chunks_exact(at_least_one(matrix)).zip(y.0.chunks_exact_mut(at_least_one(matrix))) {
            each_block(after, |first| {
                let (largest, mut sums) = (largest_of(&signed, x, after, first), [T::ZERO; _]);
                let add = |sums: &mut Block<T>, x: &[T], y: &mut [T]| {
                    for (((y, &x), &largest), sum) in y.iter_mut().zip(x).zip(&largest).zip(sums) {
                        *y = (signed(x) - largest).exp();
                        *sum += *y;
                    }
                };
                rows(x, after, first).zip(rows_mut(y, after, first)).for_each(|(x, y)| add(&mut sums, x, y));
                for y in rows_mut(y, after, first) {
                    y.iter_mut().zip(&sums).for_each(|(y, &sum)| *y /= sum);
                }
            });
        }
    });
}

/// Computes the logarithm of [`softmax`].
///
/// # Panics
/// Panics under the same conditions as [`softmax`].
#[inline(always)]
pub(crate) fn log_softmax<T: Float>([size, after]: [usize; 2], x: &[T], y: &mut [T]) {
    let matrix = size * after;
    check([(x.len(), matrix), (y.len(), matrix)]);
    in_parts(parts(exponential_steps(x.len())), x.len() / matrix, (Units(x, matrix), Units(y, matrix)), |(x, y)| {
        for (x, y) in x.0.chunks_exact(at_least_one(matrix)).zip(y.0.chunks_exact_mut(at_least_one(matrix))) {
            each_block(after, |first| {
                let (largest, mut sums): (Block<T>, Block<T>) = (largest(x, after, first), [T::ZERO; _]);
                for x in rows(x, after, first) {
                    for ((sum, &x), &largest) in sums.iter_mut().zip(x).zip(&largest) {
                        *sum += (x - largest).exp();
                    }
                }
                let logarithms = sums.map(T::ln);
                for (x, y) in rows(x, after, first).zip(rows_mut(y, after, first)) {
                    for (((y, &x), &largest), &logarithm) in y.iter_mut().zip(x).zip(&largest).zip(&logarithms) {
                        *y = x - largest - logarithm;
                    }
                }
            });
        }
    });
}

/// Computes dx_i = y_i (dy_i - sum_j dy_j y_j) along an axis, where y is the softmax of x, overwriting `dx` or adding to it.
///
/// # Panics
/// Panics under the same conditions as [`softmax`].
pub(crate) fn softmax_backward<T: Float>([size, after]: [usize; 2], y: &[T], dy: &[T], dx: Target<'_, T>) {
    softmax_of_backward([size, after], |x| x, y, dy, dx);
}

/// Computes dx_i = y_i (sum_j dy_j y_j - dy_i) along an axis, where y is the softmin of x, overwriting `dx` or adding to it.
///
/// # Panics
/// Panics under the same conditions as [`softmax`].
pub(crate) fn softmin_backward<T: Float>([size, after]: [usize; 2], y: &[T], dy: &[T], dx: Target<'_, T>) {
    softmax_of_backward([size, after], |x| -x, y, dy, dx);
}

/// Computes the backward pass of [`softmax_of`].
#[inline(always)]
fn softmax_of_backward<T: Float>(
    [size, after]: [usize; 2],
    signed: impl Fn(T) -> T + Sync,
    y: &[T],
    dy: &[T],
    dx: Target<'_, T>,
) {
    let matrix = size * after;
    check([(y.len(), matrix), (dy.len(), matrix), (dx.len(), matrix)]);
    let work = (Units(y, matrix), Units(dy, matrix), Units(dx, matrix));
    in_parts(parts(exponential_steps(y.len())), y.len() / matrix, work, |(y, dy, dx)| {
        let inputs = y.0.chunks_exact(matrix).zip(dy.0.chunks_exact(matrix));
        for ((y, dy), mut dx) in inputs.zip(dx.0.chunks_exact(matrix)) {
            each_block(after, |first| {
                let mut means: Block<T> = [T::ZERO; _];
                let pairs = || rows(y, after, first).zip(rows(dy, after, first));
                for (y, dy) in pairs() {
                    means.iter_mut().zip(y).zip(dy).for_each(|((mean, &y), &dy)| *mean += y * signed(dy));
                }
                for ((y, dy), dx) in pairs().zip(targets(dx.reborrow(), after, first)) {
                    dx.write(y.iter().zip(dy).zip(&means).map(|((&y, &dy), &mean)| y * (signed(dy) - mean)));
                }
            });
        }
    });
}

/// Computes dx_i = dy_i - exp(y_i) sum_j dy_j along an axis, where y is the log-softmax of x, overwriting `dx` or adding to it.
///
/// # Panics
/// Panics under the same conditions as [`softmax`].
pub(crate) fn log_softmax_backward<T: Float>([size, after]: [usize; 2], y: &[T], dy: &[T], dx: Target<'_, T>) {
    let matrix = size * after;
    check([(y.len(), matrix), (dy.len(), matrix), (dx.len(), matrix)]);
    let work = (Units(y, matrix), Units(dy, matrix), Units(dx, matrix));
    in_parts(parts(exponential_steps(y.len())), y.len() / matrix, work, |(y, dy, dx)| {
        let inputs = y.0.chunks_exact(matrix).zip(dy.0.chunks_exact(matrix));
        for ((y, dy), mut dx) in inputs.zip(dx.0.chunks_exact(matrix)) {
            each_block(after, |first| {
                let mut sums: Block<T> = [T::ZERO; _];
                for dy in rows(dy, after, first) {
                    sums.iter_mut().zip(dy).for_each(|(sum, &dy)| *sum += dy);
                }
                let pairs = rows(y, after, first).zip(rows(dy, after, first));
                for ((y, dy), dx) in pairs.zip(targets(dx.reborrow(), after, first)) {
                    dx.write(y.iter().zip(dy).zip(&sums).map(|((&y, &dy), &sum)| dy - y.exp() * sum));
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::{log_softmax_rows, softmax_rows, softmin_rows};

    /// A column is computed like a row.
    #[test]
    fn columns_match_rows() {
        let x: [f64; 33] = core::array::from_fn(|i| ((i * 37) % 23) as f64 / 5.0 - 2.0);
        let columns: [f64; 33] = core::array::from_fn(|i| x[i % 3 * 11 + i / 3]);
        for (of_rows, of_columns) in [
            (softmax_rows as fn(usize, &[f64], &mut [f64]), softmax as fn([usize; 2], &[f64], &mut [f64])),
            (softmin_rows, softmin),
            (log_softmax_rows, log_softmax),
        ] {
            let (mut expected, mut y) = ([f64::NAN; 33], [f64::NAN; 33]);
            of_rows(11, &x, &mut expected);
            of_columns([11, 3], &columns, &mut y);
            assert_eq!(y, core::array::from_fn(|i| expected[i % 3 * 11 + i / 3]));
        }
    }

    #[test]
    fn parallel_parts_are_bit_identical() {
        #[cfg(feature = "std")]
        {
            use crate::kernels::parallel::tests::assert_same_in_parts;
            let x: [f32; 60] = core::array::from_fn(|i| ((i * 37) % 23) as f32 / 5.0 - 2.0);
            assert_same_in_parts("softmax", || {
                let mut y = [[0.5; 60]; 6];
                let [a, b, c, d, e, f] = &mut y;
                softmax([2, 3], &x, a);
                log_softmax([2, 3], &x, b);
                softmax_backward([2, 3], &x, &x, Target::add(c));
                log_softmax_backward([2, 3], &x, &x, Target::set(d));
                softmin([2, 3], &x, e);
                softmin_backward([2, 3], &x, &x, Target::add(f));
                y
            });
        }
    }
}
