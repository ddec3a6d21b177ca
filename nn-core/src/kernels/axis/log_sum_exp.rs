//! The logarithm of the sum of exponentials along an axis.

use super::columns::{Block, each_block, part, rows, targets};
use super::softmax::largest;
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::matrices::check;
use crate::kernels::parallel::{Units, exponential_steps, in_parts, parts};

/// Returns the number that is subtracted from all elements before their exponentials are computed: the largest element, or 0 if it
/// is infinite, since the difference of two infinities is NaN.
#[inline(always)]
fn shift<T: Float>(largest: T) -> T {
    if largest.is_finite() { largest } else { T::ZERO }
}

/// Computes y = ln(sum_j exp(x_j)) along an axis of `size` elements. `after` is the number of elements of the axes after it.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn log_sum_exp<T: Float>([size, after]: [usize; 2], x: &[T], y: &mut [T]) {
    let matrix = size * after;
    check([(x.len(), matrix), (y.len(), after)]);
    in_parts(parts(exponential_steps(x.len())), x.len() / matrix, (Units(x, matrix), Units(y, after)), |(x, y)| {
        for (x, y) in x.0.chunks_exact(matrix).zip(y.0.chunks_exact_mut(after)) {
            each_block(after, |first| {
                let (shifts, mut sums): (Block<T>, Block<T>) = (largest(x, after, first).map(shift), [T::ZERO; _]);
                for x in rows(x, after, first) {
                    for ((sum, &x), &shift) in sums.iter_mut().zip(x).zip(&shifts) {
                        *sum += (x - shift).exp();
                    }
                }
                let columns = y.get_mut(first..).unwrap_or_default().iter_mut();
                columns.zip(shifts).zip(sums).for_each(|((y, shift), sum)| *y = shift + sum.ln());
            });
        }
    });
}

/// Computes dx_i = exp(x_i - y) dy along an axis, where y is that of [`log_sum_exp`], overwriting `dx` or adding to it. It is 0
/// where all elements of the axis are minus infinity.
///
/// # Panics
/// Panics under the same conditions as [`log_sum_exp`].
pub(crate) fn log_sum_exp_backward<T: Float>([size, after]: [usize; 2], x: &[T], y: &[T], dy: &[T], dx: Target<'_, T>) {
    let matrix = size * after;
    check([(x.len(), matrix), (y.len(), after), (dy.len(), after), (dx.len(), matrix)]);
    let work = (Units(x, matrix), (Units(y, after), Units(dy, after)), Units(dx, matrix));
    in_parts(parts(exponential_steps(x.len())), x.len() / matrix, work, |(x, (y, dy), dx)| {
        let inputs = x.0.chunks_exact(matrix).zip(y.0.chunks_exact(after)).zip(dy.0.chunks_exact(after));
        for (((x, y), dy), mut dx) in inputs.zip(dx.0.chunks_exact(matrix)) {
            let finite = |y: T| if y == T::NEG_INFINITY { T::ZERO } else { y };
            // One column: a loop over the axis has more elements than one over columns.
            if let ([y], [dy]) = (y, dy) {
                dx.write(x.iter().map(|&x| (x - finite(*y)).exp() * *dy));
                continue;
            }
            each_block(after, |first| {
                let (y, dy) = (part(y, first), part(dy, first));
                for (x, dx) in rows(x, after, first).zip(targets(dx.reborrow(), after, first)) {
                    dx.write(x.iter().zip(y).zip(dy).map(|((&x, &y), &dy)| (x - finite(y)).exp() * dy));
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const INF: f64 = f64::INFINITY;

    /// Returns the result and the gradient for columns of three elements, whose gradient of the result is 2.
    fn of_columns<const N: usize, const X: usize>(x: [f64; X]) -> ([f64; N], [f64; X]) {
        let (mut y, mut dx) = ([f64::NAN; N], [f64::NAN; X]);
        log_sum_exp([3, N], &x, &mut y);
        log_sum_exp_backward([3, N], &x, &y, &[2.0; N], Target::set(&mut dx));
        (y, dx)
    }

    #[test]
    fn huge_elements_do_not_overflow() {
        let (y, dx) = of_columns::<1, 3>([1e300, -1e300, 1e300]);
        assert_eq!((y, dx), ([1e300], [2.0, 0.0, 2.0]));
        let (y, dx) = of_columns::<1, 3>([-1e4; 3]);
        assert_eq!(y, [-1e4 + libm::log(3.0)]);
        assert!(dx.iter().all(|dx| (dx - 2.0 / 3.0).abs() < 1e-11), "{dx:?}");
    }

    /// The second column shows that a column of infinities does not affect its neighbours.
    #[test]
    fn infinities_and_nan() {
        let (y, dx) = of_columns::<2, 6>([-INF, 0.0, -INF, 0.0, -INF, -INF]);
        assert_eq!((y, dx), ([-INF, libm::log(2.0)], [0.0, 1.0, 0.0, 1.0, 0.0, 0.0]));
        assert_eq!(of_columns::<1, 3>([-INF; 3]), ([-INF], [0.0; 3]));
        assert_eq!(of_columns::<1, 3>([-INF, 5.0, -INF]), ([5.0], [0.0, 2.0, 0.0]));
        assert_eq!(of_columns::<1, 3>([INF, 5.0, -INF]).0, [INF]);
        assert!(of_columns::<1, 3>([f64::NAN, INF, 0.0]).0[0].is_nan());
    }

    #[test]
    fn parallel_parts_are_bit_identical() {
        #[cfg(feature = "std")]
        {
            use crate::kernels::parallel::tests::assert_same_in_parts;
            let x: [f32; 60] = core::array::from_fn(|i| ((i * 37) % 23) as f32 / 5.0 - 2.0);
            assert_same_in_parts("logsumexp", || {
                let (mut y, mut dx) = ([0.5; 30], [0.5; 60]);
                log_sum_exp([2, 3], &x, &mut y);
                log_sum_exp_backward([2, 3], &x, &y, &x[..30], Target::add(&mut dx));
                (y, dx)
            });
        }
    }

    #[test]
    #[should_panic = "slices and sizes of matrices [(6, 6), (3, 2)] do not match"]
    fn rejects_wrong_lengths() {
        log_sum_exp([3, 2], &[0.0; 6], &mut [0.0; 3]);
    }
}
