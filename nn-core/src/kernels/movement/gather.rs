//! Gathering of table rows by index.

use crate::accumulate::Target;
use crate::float::Float;

/// Copies rows of `width` elements from `table` to `y`, in the order of the indices `rows`.
///
/// # Panics
/// Panics if an index is out of range, or if the number of rows of `y` differs from the number of indices.
///
/// ```
/// let mut y = [0.0; 4];
/// nn::__private::kernels::gather_rows(2, &[1.0, 2.0, 3.0, 4.0], [1, 0], &mut y);
/// assert_eq!(y, [3.0, 4.0, 1.0, 2.0]);
/// ```
pub fn gather_rows<T: Float>(
    width: usize,
    table: &[T],
    rows: impl IntoIterator<Item = usize, IntoIter: ExactSizeIterator>,
    y: &mut [T],
) {
    let rows = rows.into_iter();
    assert!(width > 0 && y.len() == width * rows.len(), "as many rows as row indices");
    for (y, row) in y.chunks_exact_mut(width).zip(rows) {
        y.copy_from_slice(&table[row * width..][..width]);
    }
}

/// Computes the backward pass of [`gather_rows`]: sets each row of `table` to the sum of the rows of `dy` with its index, or adds
/// that sum to it. The row `padding`, if there is one, receives nothing.
///
/// # Panics
/// Panics under the same conditions as [`gather_rows`].
///
/// ```
/// use nn::__private::kernels::{Target, scatter_rows};
/// let mut table = [9.0; 4];
/// scatter_rows(2, &[1.0, 2.0, 3.0, 4.0], [1, 1], None, Target::set(&mut table));
/// assert_eq!(table, [0.0, 0.0, 4.0, 6.0]);
/// ```
pub fn scatter_rows<T: Float>(
    width: usize,
    dy: &[T],
    rows: impl IntoIterator<Item = usize, IntoIter: ExactSizeIterator>,
    padding: Option<usize>,
    table: Target<'_, T>,
) {
    let (rows, table) = (rows.into_iter(), table.zeroed());
    assert!(width > 0 && dy.len() == width * rows.len(), "as many rows as row indices");
    for (dy, row) in dy.chunks_exact(width).zip(rows).filter(|(_, row)| Some(*row) != padding) {
        table[row * width..][..width].iter_mut().zip(dy).for_each(|(sum, &dy)| *sum += dy);
    }
}
