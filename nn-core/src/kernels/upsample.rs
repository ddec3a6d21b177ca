//! Nearest-neighbour upsampling of images by an integer factor.

use crate::accumulate::Target;
use crate::float::Float;

/// Computes y\[p, q\] = x\[p / vertical scale, q / horizontal scale\], with the quotients rounded down, for each image.
///
/// # Panics
/// Panics if the slices do not hold the same number of images of size `input` and of the enlarged size.
///
/// ```
/// let mut y = [0.0; 8];
/// nn::__private::kernels::upsample_nearest([1, 2], [2, 2], &[1.0, 2.0], &mut y);
/// assert_eq!(y, [1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0]);
/// ```
#[inline(always)]
pub fn upsample_nearest<T: Float>(input: [usize; 2], scale: [usize; 2], x: &[T], y: &mut [T]) {
    let row = check(input, scale, x.len(), y.len());
    for (x, y) in x.chunks_exact(input[1]).zip(y.chunks_exact_mut(scale[0] * row)) {
        let (first, others) = y.split_at_mut(row);
        for (y, &x) in first.chunks_exact_mut(scale[1]).zip(x) {
            y.fill(x);
        }
        others.chunks_exact_mut(row).for_each(|other| other.copy_from_slice(first));
    }
}

/// Computes dx, the gradient of [`upsample_nearest`] with respect to x, which is the sum over all copies of an element.
///
/// # Panics
/// Panics if the slices do not hold the same number of images of size `input` and of the enlarged size.
///
/// ```
/// let mut dx = [0.0; 2];
/// nn::__private::kernels::upsample_nearest_backward([1, 2], [1, 2], &[1.0, 2.0, 3.0, 4.0], nn::__private::kernels::Target::set(&mut dx));
/// assert_eq!(dx, [3.0, 7.0]);
/// ```
pub fn upsample_nearest_backward<T: Float>(input: [usize; 2], scale: [usize; 2], dy: &[T], dx: Target<'_, T>) {
    let row = check(input, scale, dx.len(), dy.len());
    for (dx, dy) in dx.zeroed().chunks_exact_mut(input[1]).zip(dy.chunks_exact(scale[0] * row)) {
        for dy in dy.chunks_exact(row) {
            for (dx, dy) in dx.iter_mut().zip(dy.chunks_exact(scale[1])) {
                *dx += dy.iter().copied().sum();
            }
        }
    }
}

/// Checks the lengths, and returns the length of an enlarged row.
#[track_caller]
fn check(input: [usize; 2], scale: [usize; 2], x: usize, y: usize) -> usize {
    let fits = x.is_multiple_of(input[0] * input[1]) && y == x * scale[0] * scale[1] && scale[0] * scale[1] > 0;
    assert!(fits, "slices of {x} and {y} do not match images of {input:?} enlarged by {scale:?}");
    input[1] * scale[1]
}
