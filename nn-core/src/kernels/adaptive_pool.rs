//! Pools to a given output size, whose windows may have unlike sizes.

use super::sliding::volume;
use crate::accumulate::Target;
use crate::float::Float;
use crate::simd::is_larger;
use core::ops::Range;

/// The sizes of a volume and of the result of an adaptive pool: depth, height, width, at least 1.
///
/// Element o of the result is computed from the elements from o input / output, rounded down, to (o + 1) input / output, rounded up,
/// along each axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adaptive {
    /// The sizes of the volume.
    pub input: [usize; 3],
    /// The sizes of the result.
    pub output: [usize; 3],
}

impl Adaptive {
    /// Checks that both slices hold the same number of volumes, and returns the sizes of one.
    #[track_caller]
    #[inline(always)]
    fn check(&self, x: usize, y: usize) -> [usize; 2] {
        let [volume, out] = [self.input, self.output].map(volume);
        let fits = volume > 0 && out > 0 && x.is_multiple_of(volume) && y.is_multiple_of(out) && x / volume == y / out;
        assert!(fits, "slices of {x} and {y} do not match {self:?}");
        [volume, out]
    }

    #[inline(always)]
    fn span(&self, axis: usize, o: usize) -> Range<usize> {
        let (input, output) = (self.input[axis], self.output[axis]);
        o * input / output..((o + 1) * input).div_ceil(output)
    }

    /// Returns the windows in the order of the outputs.
    #[inline(always)]
    fn windows(&self) -> impl Iterator<Item = [Range<usize>; 3]> {
        let [depth, height, width] = self.output;
        (0..depth * height * width).map(move |o| {
            let row = o / width;
            [self.span(0, row / height), self.span(1, row % height), self.span(2, o % width)]
        })
    }

    /// Calls `row` with the range of each row of a window.
    #[inline(always)]
    fn each_row(&self, [slices, rows, columns]: [Range<usize>; 3], mut row: impl FnMut(Range<usize>)) {
        let [_, height, width] = self.input;
        for slice in slices {
            for line in rows.clone() {
                let start = (slice * height + line) * width;
                row(start + columns.start..start + columns.end);
            }
        }
    }
}

/// Returns the number of elements of a window.
#[inline(always)]
fn count<T: Float>(window: &[Range<usize>; 3]) -> T {
    T::from_f64(window.iter().map(|span| span.len()).product::<usize>() as f64)
}

/// Computes the mean of each window of each volume.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of these sizes.
///
/// ```
/// use nn::__private::kernels::{Adaptive, adaptive_avg_pool};
/// let mut y = [0.0; 2];
/// let sizes = Adaptive { input: [1, 1, 3], output: [1, 1, 2] };
/// adaptive_avg_pool(&sizes, &[1.0, 2.0, 4.0], &mut y);
/// assert_eq!(y, [1.5, 3.0]); // both windows contain the second element
/// ```
#[inline(always)]
pub fn adaptive_avg_pool<T: Float>(sizes: &Adaptive, x: &[T], y: &mut [T]) {
    let [volume, out] = sizes.check(x.len(), y.len());
    for (x, y) in x.chunks_exact(volume).zip(y.chunks_exact_mut(out)) {
        for (y, window) in y.iter_mut().zip(sizes.windows()) {
            let (mut sum, count) = (T::ZERO, count(&window));
            sizes.each_row(window, |row| x.get(row).unwrap_or_default().iter().for_each(|&x| sum += x));
            *y = sum / count;
        }
    }
}

/// Computes dx, the gradient of [`adaptive_avg_pool`] with respect to x.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of these sizes.
///
/// ```
/// use nn::__private::kernels::{Adaptive, Target, adaptive_avg_pool_backward};
/// let mut dx = [0.0; 3];
/// let sizes = Adaptive { input: [1, 1, 3], output: [1, 1, 2] };
/// adaptive_avg_pool_backward(&sizes, &[2.0, 4.0], Target::set(&mut dx));
/// assert_eq!(dx, [1.0, 3.0, 2.0]);
/// ```
pub fn adaptive_avg_pool_backward<T: Float>(sizes: &Adaptive, dy: &[T], dx: Target<'_, T>) {
    let [volume, out] = sizes.check(dx.len(), dy.len());
    for (dx, dy) in dx.zeroed().chunks_exact_mut(volume).zip(dy.chunks_exact(out)) {
        for (&dy, window) in dy.iter().zip(sizes.windows()) {
            let share = dy / count(&window);
            sizes.each_row(window, |row| dx[row].iter_mut().for_each(|dx| *dx += share));
        }
    }
}

/// Computes the maximum of each window of each volume. NaN counts as larger than every other value.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of these sizes.
///
/// ```
/// use nn::__private::kernels::{Adaptive, adaptive_max_pool};
/// let mut y = [0.0; 2];
/// let sizes = Adaptive { input: [1, 1, 3], output: [1, 1, 2] };
/// adaptive_max_pool(&sizes, &[1.0, 2.0, 4.0], &mut y);
/// assert_eq!(y, [2.0, 4.0]);
/// ```
#[inline(always)]
pub fn adaptive_max_pool<T: Float>(sizes: &Adaptive, x: &[T], y: &mut [T]) {
    let [volume, out] = sizes.check(x.len(), y.len());
    for (x, y) in x.chunks_exact(volume).zip(y.chunks_exact_mut(out)) {
        for (y, window) in y.iter_mut().zip(sizes.windows()) {
            let mut largest = T::NEG_INFINITY;
            sizes.each_row(window, |row| {
                let row = x.get(row).unwrap_or_default();
                largest = row.iter().fold(largest, |largest, &x| if is_larger(x, largest) { x } else { largest });
            });
            *y = largest;
        }
    }
}

/// Computes dx, the gradient of [`adaptive_max_pool`] with respect to x: each dy is added to the maximum of its window, which is the
/// first of equal elements and the last NaN, as in PyTorch.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes of these sizes.
///
/// ```
/// use nn::__private::kernels::{Adaptive, Target, adaptive_max_pool_backward};
/// let mut dx = [0.0; 3];
/// let sizes = Adaptive { input: [1, 1, 3], output: [1, 1, 2] };
/// adaptive_max_pool_backward(&sizes, &[1.0, 4.0, 4.0], &[1.0, 2.0], Target::set(&mut dx));
/// assert_eq!(dx, [0.0, 3.0, 0.0]);
/// ```
pub fn adaptive_max_pool_backward<T: Float>(sizes: &Adaptive, x: &[T], dy: &[T], dx: Target<'_, T>) {
    let [volume, out] = sizes.check(x.len(), dy.len());
    assert_eq!(x.len(), dx.len(), "x and its gradient differ in length");
    let volumes = x.chunks_exact(volume).zip(dx.zeroed().chunks_exact_mut(volume));
    for ((x, dx), dy) in volumes.zip(dy.chunks_exact(out)) {
        for (&dy, window) in dy.iter().zip(sizes.windows()) {
            let (mut at, mut largest) = (None, T::NEG_INFINITY);
            sizes.each_row(window, |row| {
                for index in row {
                    if at.is_none() || is_larger(x[index], largest) {
                        (at, largest) = (Some(index), x[index]);
                    }
                }
            });
            if let Some(at) = at {
                dx[at] += dy;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "slices of 3 and 3 do not match")]
    fn rejects_wrong_lengths() {
        adaptive_avg_pool(&Adaptive { input: [1, 1, 3], output: [1, 1, 2] }, &[0.0; 3], &mut [0.0; 3]);
    }
}
