//! Cumulative sums along an axis.

use super::columns::{Block, each_block, rows, targets};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::matrices::check;

/// Computes the sum of x up to each index along an axis of `size` elements, or from each index on if `reverse`, overwriting `y` or
/// adding to it. `after` is the number of elements of the axes after it.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn cumulate<T: Float>([size, after]: [usize; 2], reverse: bool, x: &[T], y: Target<'_, T>) {
    check([(x.len(), size * after), (y.len(), size * after)]);
    for (x, mut y) in x.chunks_exact(size * after).zip(y.chunks_exact(size * after)) {
        each_block(after, |first| {
            let mut sums: Block<T> = [T::ZERO; _];
            let step = |(x, y): (&[T], Target<'_, T>)| {
                y.write(sums.iter_mut().zip(x).map(|(sum, &x)| {
                    *sum += x;
                    *sum
                }));
            };
            let (x, y) = (rows(x, after, first), targets(y.reborrow(), after, first));
            if reverse {
                x.rev().zip(y.rev()).for_each(step);
            } else {
                x.zip(y).for_each(step);
            }
        });
    }
}
