//! Elements along an axis at other indices.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::matrices::check;
use core::ops::AddAssign;

/// Computes y_i = x_s(i) along an axis of `size` elements, for `count` indices i, where s is `source`, overwriting `y` or adding to
/// it. The sizes are `size`, `count` and the number of elements of the axes after it.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn take<T: Copy + AddAssign>(
    [size, count, after]: [usize; 3],
    source: impl Fn(usize) -> usize,
    x: &[T],
    y: Target<'_, T>,
) {
    check([(x.len(), size * after), (y.len(), count * after)]);
    for (x, y) in x.chunks_exact(size * after).zip(y.chunks_exact(count * after)) {
        for (i, y) in y.chunks_exact(after).enumerate() {
            let x = x.get(source(i) * after..).unwrap_or_default();
            y.write(x.iter().copied());
        }
    }
}

/// Writes y to the elements of index `i` along an axis of `size` elements of `x`, or adds it to them. `after` is the number of elements
/// of the axes after it.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn put<T: Float>([size, after]: [usize; 2], i: usize, y: &[T], x: Target<'_, T>) {
    check([(x.len(), size * after), (y.len(), after)]);
    let accumulate = x.accumulate;
    for (y, x) in y.chunks_exact(after).zip(x.slice.chunks_exact_mut(size * after)) {
        let slice = x.get_mut(i * after..).unwrap_or_default();
        let slice = slice.get_mut(..after).unwrap_or_default();
        Target { slice, accumulate }.write(y.iter().copied());
    }
}

/// Computes the backward pass of [`take`]: dx_j is the sum of dy_i over all i with s(i) = j.
///
/// # Panics
/// Panics under the same conditions as [`take`].
#[inline(always)]
pub(crate) fn take_backward<T: Float>(
    [size, count, after]: [usize; 3],
    source: impl Fn(usize) -> usize,
    dy: &[T],
    dx: Target<'_, T>,
) {
    check([(dx.len(), size * after), (dy.len(), count * after)]);
    for (dy, dx) in dy.chunks_exact(count * after).zip(dx.zeroed().chunks_exact_mut(size * after)) {
        for (i, dy) in dy.chunks_exact(after).enumerate() {
            let dx = dx.get_mut(source(i) * after..).unwrap_or_default();
            dx.iter_mut().zip(dy).for_each(|(dx, &dy)| *dx += dy);
        }
    }
}

/// Computes y_ij = x_s(ij)j along an axis of `size` elements, for `count` rows i and each column j, where s is `sources`, in the order
/// of the elements of `y`. `sizes` are `size`, `count` and the number of elements of the axes after it, the columns.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn take_along<T: Float>(
    [size, count, after]: [usize; 3],
    mut sources: impl Iterator<Item = usize>,
    x: &[T],
    y: &mut [T],
) {
    check([(x.len(), size * after), (y.len(), count * after)]);
    for (x, y) in x.chunks_exact(size * after).zip(y.chunks_exact_mut(count * after)) {
        for y in y.chunks_exact_mut(after) {
            for ((column, y), source) in y.iter_mut().enumerate().zip(&mut sources) {
                if let Some(&x) = x.get(source * after + column) {
                    *y = x;
                }
            }
        }
    }
}

/// Computes the backward pass of [`take_along`]: dx_kj is the sum of dy_ij over all i with s(ij) = k.
///
/// # Panics
/// Panics under the same conditions as [`take_along`].
#[inline(always)]
pub(crate) fn take_along_backward<T: Float>(
    [size, count, after]: [usize; 3],
    mut sources: impl Iterator<Item = usize>,
    dy: &[T],
    dx: Target<'_, T>,
) {
    check([(dx.len(), size * after), (dy.len(), count * after)]);
    for (dy, dx) in dy.chunks_exact(count * after).zip(dx.zeroed().chunks_exact_mut(size * after)) {
        for dy in dy.chunks_exact(after) {
            for ((column, &dy), source) in dy.iter().enumerate().zip(&mut sources) {
                if let Some(dx) = dx.get_mut(source * after + column) {
                    *dx += dy;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_rows_and_sums_their_gradients() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let mut y = [0.0; 6];
        take([3, 3, 2], |i| [2, 0, 2][i], &x, Target::set(&mut y));
        assert_eq!(y, [5.0, 6.0, 1.0, 2.0, 5.0, 6.0]);
        take([3, 3, 2], |i| [2, 0, 2][i], &x, Target::add(&mut y));
        assert_eq!(y, [10.0, 12.0, 2.0, 4.0, 10.0, 12.0]);
        let mut dx = [f64::NAN; 6];
        take_backward([3, 3, 2], |i| [2, 0, 2][i], &x, Target::set(&mut dx));
        assert_eq!(dx, [3.0, 4.0, 0.0, 0.0, 6.0, 8.0]);
        take_backward([3, 3, 2], |i| [2, 0, 2][i], &x, Target::add(&mut dx));
        assert_eq!(dx, [6.0, 8.0, 0.0, 0.0, 12.0, 16.0]);
    }

    #[test]
    fn reads_and_writes_one_row_of_each_sample() {
        let all: [f32; 12] = core::array::from_fn(|i| i as f32);
        let mut row = [f32::NAN; 4];
        take([3, 1, 2], |_| 1, &all, Target::set(&mut row));
        assert_eq!(row, [2.0, 3.0, 8.0, 9.0]);
        let mut written = all;
        put([3, 2], 1, &row, Target::add(&mut written));
        assert_eq!(written, [0.0, 1.0, 4.0, 6.0, 4.0, 5.0, 6.0, 7.0, 16.0, 18.0, 10.0, 11.0]);
        put([3, 2], 1, &[-1.0; 4], Target::set(&mut written));
        assert_eq!(written, [0.0, 1.0, -1.0, -1.0, 4.0, 5.0, 6.0, 7.0, -1.0, -1.0, 10.0, 11.0]);
    }

    #[test]
    fn takes_elements_of_each_column_and_sums_their_gradients() {
        let (x, sources) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], [1, 0, 1, 1, 1, 0]);
        let mut y = [f64::NAN; 12];
        take_along([2, 3, 2], [sources, sources].into_iter().flatten(), &x, &mut y);
        assert_eq!(y, [3.0, 2.0, 3.0, 4.0, 3.0, 2.0, 7.0, 6.0, 7.0, 8.0, 7.0, 6.0]);
        let mut dx = [f64::NAN; 4];
        take_along_backward([2, 3, 2], sources.into_iter(), &y[..6], Target::set(&mut dx));
        assert_eq!(dx, [0.0, 4.0, 9.0, 4.0]);
        take_along_backward([2, 3, 2], sources.into_iter(), &y[..6], Target::add(&mut dx));
        assert_eq!(dx, [0.0, 8.0, 18.0, 8.0]);
    }

    #[test]
    #[should_panic = "slices and sizes of matrices [(6, 6), (5, 4)] do not match"]
    fn rejects_wrong_lengths() {
        take([3, 2, 2], |i| i, &[0.0; 6], Target::set(&mut [0.0; 5]));
    }
}
