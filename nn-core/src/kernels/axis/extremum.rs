//! The largest or smallest element along an axis, and its index.

use super::columns::{Block, each_block, part, rows};
use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::matrices::check;

/// Computes the extremum along an axis of `size` elements: an element replaces the one before it if `wins` is true of the two.
/// `after` is the number of elements of the axes after it.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn extremum<T: Copy>([size, after]: [usize; 2], wins: impl Fn(T, T) -> bool, x: &[T], y: &mut [T]) {
    check([(x.len(), size * after), (y.len(), after)]);
    for (x, y) in x.chunks_exact(size * after).zip(y.chunks_exact_mut(after)) {
        let mut rows = x.chunks_exact(after);
        y.iter_mut().zip(rows.next().unwrap_or_default()).for_each(|(y, &x)| *y = x);
        for row in rows {
            y.iter_mut().zip(row).for_each(|(y, &x)| *y = if wins(x, *y) { x } else { *y });
        }
    }
}

/// Returns the index of the extremum of each column of a block, and its value.
#[inline(always)]
fn best<T: Float>(after: usize, wins: impl Fn(T, T) -> bool, x: &[T], first: usize) -> Block<(usize, T)> {
    let mut best: Block<(usize, T)> = [(0, T::ZERO); _];
    for (i, row) in rows(x, after, first).enumerate() {
        for (best, &x) in best.iter_mut().zip(row) {
            if i == 0 || wins(x, best.1) {
                *best = (i, x);
            }
        }
    }
    best
}

/// Computes the index of the extremum along an axis of `size` elements, as `make` of it, with `wins` as in [`extremum`]. `after` is
/// the number of elements of the axes after it.
///
/// # Panics
/// Panics under the same conditions as [`extremum`].
#[inline(always)]
pub(crate) fn extremum_index<T: Float, I>(
    [size, after]: [usize; 2],
    wins: impl Fn(T, T) -> bool,
    x: &[T],
    make: impl Fn(usize) -> I,
    y: &mut [I],
) {
    check([(x.len(), size * after), (y.len(), after)]);
    for (x, y) in x.chunks_exact(size * after).zip(y.chunks_exact_mut(after)) {
        each_block(after, |first| {
            let columns = y.get_mut(first..).unwrap_or_default().iter_mut();
            columns.zip(best(after, &wins, x, first)).for_each(|(y, (i, _))| *y = make(i));
        });
    }
}

/// Computes the backward pass of [`extremum`]: the gradient is that of the first element that no later one replaced.
///
/// # Panics
/// Panics under the same conditions as [`extremum`].
#[inline(always)]
pub(crate) fn extremum_backward<T: Float>(
    [size, after]: [usize; 2],
    wins: impl Fn(T, T) -> bool,
    x: &[T],
    dy: &[T],
    dx: Target<'_, T>,
) {
    check([(x.len(), size * after), (dx.len(), size * after), (dy.len(), after)]);
    let dx = dx.zeroed().chunks_exact_mut(size * after);
    for ((x, dy), dx) in x.chunks_exact(size * after).zip(dy.chunks_exact(after)).zip(dx) {
        each_block(after, |first| {
            for ((column, &dy), (i, _)) in (first..).zip(part(dy, first)).zip(best(after, &wins, x, first)) {
                if let Some(dx) = dx.get_mut(i * after + column) {
                    *dx += dy;
                }
            }
        });
    }
}
