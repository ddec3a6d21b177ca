//! The rows of a block of scores: the softmax as far as its keys are known, and its derivative.

use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::vectorized::vectorized;

/// The number of partial results of a reduction, which does not depend on the vectors of the CPU, so neither does the order.
const LANES: usize = 16;

/// Reduces a row by an associative function, in a fixed order.
#[inline(always)]
fn reduce<T: Float>(start: T, row: &[T], f: impl Fn(T, T) -> T) -> T {
    let mut lanes = [start; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        lanes.iter_mut().zip(chunk).for_each(|(lane, &x)| *lane = f(*lane, x));
    }
    lanes.iter_mut().zip(rest).for_each(|(lane, &x)| *lane = f(*lane, x));
    join(lanes, f)
}

/// The sum of products of two rows, in the order of [`reduce`].
#[inline(always)]
pub(super) fn dot<T: Float>(x: &[T], y: &[T]) -> T {
    let mut lanes = [T::ZERO; LANES];
    let ((xs, x), (ys, y)) = (x.as_chunks::<LANES>(), y.as_chunks::<LANES>());
    for (x, y) in xs.iter().zip(ys) {
        lanes.iter_mut().zip(x.iter().zip(y)).for_each(|(lane, (&x, &y))| *lane += x * y);
    }
    lanes.iter_mut().zip(x.iter().zip(y)).for_each(|(lane, (&x, &y))| *lane += x * y);
    join(lanes, |a, b| a + b)
}

/// Reduces partial results to one.
#[inline(always)]
fn join<T: Float>(mut lanes: [T; LANES], f: impl Fn(T, T) -> T) -> T {
    let mut count = LANES;
    while count > 1 {
        count /= 2;
        let (low, high) = lanes.split_at_mut(count);
        low.iter_mut().zip(high).for_each(|(low, high)| *low = f(*low, *high));
    }
    lanes[0]
}

vectorized! {
    /// Replaces the scores of each row by exp(score - m), where m is the largest score of the row so far, and brings what was
    /// computed with a smaller m up to date: the sum of the exponentials and the sum of values.
    pub(super) fn advance<'a, T>(
        sizes: [usize; 2],
        scores: &'a mut [T],
        values: &'a mut [T],
        largest: &'a mut [T],
        total: &'a mut [T],
    ) {
        let [columns, width] = sizes.map(at_least_one);
        let rows = scores.chunks_exact_mut(columns).zip(values.chunks_exact_mut(width));
        for ((scores, values), (largest, total)) in rows.zip(largest.iter_mut().zip(total)) {
            advance_row(scores, values, largest, total);
        }
    }
}

/// Writes the output of a query from its sum of values and the sum of exponentials, which is 0 if it sees no key; so is the output.
#[inline(always)]
pub(super) fn finish_row<T: Float>(values: &[T], total: T, y: &mut [T]) {
    let total = if total == T::ZERO { T::ONE } else { total };
    y.iter_mut().zip(values).for_each(|(y, &value)| *y = value / total);
}

/// [`advance`] for one row.
#[inline(always)]
pub(super) fn advance_row<T: Float>(scores: &mut [T], values: &mut [T], largest: &mut T, total: &mut T) {
    let new = reduce(*largest, scores, |a, b| if b > a { b } else { a });
    // A row whose keys are all hidden has no largest score; its exponentials are 0.
    let shift = if new > T::NEG_INFINITY { new } else { T::ZERO };
    let factor = (*largest - shift).exp();
    scores.iter_mut().for_each(|score| *score = (*score - shift).exp());
    *total = *total * factor + reduce(T::ZERO, scores, |a, b| a + b);
    values.iter_mut().for_each(|value| *value *= factor);
    *largest = new;
}

vectorized! {
    /// Replaces the scores of each row by the weights exp(score - the logarithm of the sum of exponentials).
    pub(super) fn weigh<'a, T>(columns: usize, scores: &'a mut [T], log_sums: &'a [T]) {
        for (scores, &log_sum) in scores.chunks_exact_mut(columns).zip(log_sums) {
            scores.iter_mut().for_each(|score| *score = (*score - log_sum).exp());
        }
    }
}

vectorized! {
    /// Replaces the derivatives with respect to the weights by those with respect to the scores: w (d - the sum of all w d), where
    /// that sum is known for each row.
    pub(super) fn through_softmax<'a, T>(columns: usize, weights: &'a [T], sums: &'a [T], derivatives: &'a mut [T]) {
        let rows = derivatives.chunks_exact_mut(columns).zip(weights.chunks_exact(columns));
        for ((derivatives, weights), &sum) in rows.zip(sums) {
            derivatives.iter_mut().zip(weights).for_each(|(d, &weight)| *d = weight * (*d - sum));
        }
    }
}
