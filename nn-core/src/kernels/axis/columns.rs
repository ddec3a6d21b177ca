//! Blocks of adjacent columns, whose sums fit into registers.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;

/// The number of columns that are processed together.
pub(super) const COLUMNS: usize = 8;

/// One number for each column of a block.
pub(super) type Block<T> = [T; COLUMNS];

/// Calls `f` with the index of the first column of each block.
#[inline(always)]
pub(super) fn each_block(after: usize, f: impl FnMut(usize)) {
    (0..after).step_by(COLUMNS).for_each(f);
}

/// Returns the part of each row, of `after` elements, that lies in the block.
#[inline(always)]
pub(super) fn rows<T>(matrix: &[T], after: usize, first: usize) -> impl DoubleEndedIterator<Item = &[T]> {
    matrix.chunks_exact(at_least_one(after)).map(move |row| part(row, first))
}

/// Returns the part of a row that lies in the block.
#[inline(always)]
pub(super) fn part<T>(row: &[T], first: usize) -> &[T] {
    let rest = row.get(first..).unwrap_or_default();
    rest.get(..COLUMNS).unwrap_or(rest)
}

/// Returns the same as [`rows`], mutably.
#[inline(always)]
pub(super) fn rows_mut<T>(matrix: &mut [T], after: usize, first: usize) -> impl DoubleEndedIterator<Item = &mut [T]> {
    matrix.chunks_exact_mut(at_least_one(after)).map(move |row| {
        let rest = row.get_mut(first..).unwrap_or_default();
        let width = rest.len().min(COLUMNS);
        rest.get_mut(..width).unwrap_or_default()
    })
}

/// Returns the same as [`rows`], as targets.
#[inline(always)]
pub(super) fn targets<T: Float>(
    matrix: Target<'_, T>,
    after: usize,
    first: usize,
) -> impl DoubleEndedIterator<Item = Target<'_, T>> {
    let accumulate = matrix.accumulate;
    rows_mut(matrix.slice, after, first).map(move |slice| Target { slice, accumulate })
}
