//! The positions of the maxima of windows, and volumes with elements at given positions.

use super::matrices::check;
use super::sliding::{Sliding, volume};
use super::small_batch::{each_tap, end_of_row};
use crate::accumulate::Target;
use crate::float::Float;
use crate::simd::is_larger;

/// No position yet: a volume has fewer elements.
const NOWHERE: u32 = u32::MAX;

/// Computes the index in its volume of the maximum of each window of [`max_pool`](super::max_pool), which is the first of equal
/// elements and the last NaN; 0 for a window that covers padding alone. The sizes should be constants at the call site.
#[inline(always)]
pub(crate) fn max_pool_positions<T: Float>(window: &Sliding, x: &[T], y: &mut [u32]) {
    let [image, out_image] = [window.input, window.output()].map(volume);
    let (width, stride) = (window.input[2], window.stride[2]);
    for (x, y) in x.chunks_exact(image).zip(y.chunks_exact_mut(out_image)) {
        y.fill(NOWHERE);
        for (p, y) in y.chunks_exact_mut(window.output()[2]).enumerate() {
            each_tap(window, p, |_, first, at| {
                let mut index = (at[0] * width + at[1]) as u32;
                let row = end_of_row(x, width, at).iter().step_by(stride);
                for (y, &element) in y.iter_mut().skip(first).zip(row) {
                    let largest = x.get(*y as usize);
                    if largest.is_none_or(|&largest| is_larger(element, largest)) {
                        *y = index;
                    }
                    index = index.wrapping_add(stride as u32);
                }
            });
        }
        y.iter_mut().filter(|y| **y == NOWHERE).for_each(|y| *y = 0);
    }
}

/// Computes y_s(i) = x_i, and 0 elsewhere, for each volume of `from` elements x and `to` elements y, where s are `positions`. Of
/// several elements at one position, the last one remains.
///
/// # Panics
/// Panics if the slices do not hold the same number of volumes.
#[inline(always)]
pub(crate) fn max_unpool<T: Float, I>(
    [from, to]: [usize; 2],
    (positions, index): (&[I], impl Fn(&I) -> usize),
    x: &[T],
    y: &mut [T],
) {
    check([(x.len(), from), (positions.len(), from), (y.len(), to)]);
    y.fill(T::ZERO);
    for ((x, positions), y) in x.chunks_exact(from).zip(positions.chunks_exact(from)).zip(y.chunks_exact_mut(to)) {
        for (&x, position) in x.iter().zip(positions) {
            if let Some(y) = y.get_mut(index(position)) {
                *y = x;
            }
        }
    }
}

/// Computes the backward pass of [`max_unpool`]: dx_i = dy_s(i) if x_i is the last element at its position, else 0. `last` has `to`
/// elements, which need not be initialised.
///
/// # Panics
/// Panics under the same conditions as [`max_unpool`].
#[inline(always)]
pub(crate) fn max_unpool_backward<T: Float, I>(
    [from, to]: [usize; 2],
    (positions, index): (&[I], impl Fn(&I) -> usize),
    dy: &[T],
    last: &mut [u32],
    dx: Target<'_, T>,
) {
    check([(dx.len(), from), (positions.len(), from), (dy.len(), to)]);
    let volumes = dx.chunks_exact(from).zip(positions.chunks_exact(from)).zip(dy.chunks_exact(to));
    for ((dx, positions), dy) in volumes {
        for (i, position) in (0..).zip(positions) {
            if let Some(last) = last.get_mut(index(position)) {
                *last = i;
            }
        }
        let gradients = (0..).zip(positions).map(|(i, position)| {
            let position = index(position);
            match (last.get(position), dy.get(position)) {
                (Some(&last), Some(&dy)) if last == i => dy,
                _ => T::ZERO,
            }
        });
        dx.write(gradients);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: Sliding = Sliding { input: [1, 2, 4], kernel: [1, 2, 2], stride: [1, 2, 2], ..Sliding::ELEMENT };

    fn positions(window: &Sliding, x: &[f64]) -> Vec<u32> {
        let mut y = vec![7; x.len() / volume(window.input) * volume(window.output())];
        max_pool_positions(window, x, &mut y);
        y
    }

    #[test]
    fn finds_the_first_maximum_and_the_last_nan() {
        let nan = f64::NAN;
        let x = [1.0, 5.0, 2.0, 2.0, 5.0, 0.0, 2.0, 2.0, 3.0, nan, -1.0, -3.0, nan, 9.0, -2.0, -0.5];
        assert_eq!(positions(&PAIRS, &x), [1, 2, 4, 7]);
    }

    #[test]
    fn padding_is_never_the_maximum() {
        let window = Sliding { kernel: [1, 3, 3], stride: [1, 1, 3], padding: [0, 1, 1], ..PAIRS };
        assert_eq!(positions(&window, &[-4.0, -3.0, -2.0, -1.0, -8.0, -7.0, -6.0, -5.0]), [1, 3, 1, 3]);
        assert_eq!(positions(&window, &[f64::NEG_INFINITY; 8]), [0, 2, 0, 2]);
        // Every element of the window is outside.
        let outside = Sliding { kernel: [1, 1, 2], padding: [0, 0, 1], dilation: [1, 1, 2], ..Sliding::ELEMENT };
        assert_eq!(positions(&outside, &[3.0]), [0]);
    }

    /// The element at each position is the maximum that [`max_pool`](crate::kernels::max_pool) computes, over irregular windows.
    #[test]
    fn elements_at_positions_are_the_maxima() {
        let x: Vec<_> = (0..2 * 5 * 7 * 9).map(|i| (i * 37 % 101) as f64 - 50.0).collect();
        for (kernel, stride, padding, dilation) in [
            ([1; 3], [1; 3], [0; 3], [1; 3]),
            ([3, 2, 2], [2, 1, 3], [1, 0, 1], [1, 1, 2]),
            ([2, 3, 5], [1, 2, 2], [1, 1, 2], [2, 1, 1]),
        ] {
            for ceil_mode in [false, true] {
                let window = Sliding { input: [5, 7, 9], kernel, stride, padding, dilation, ceil_mode };
                let positions = positions(&window, &x);
                let mut y = vec![f64::NAN; positions.len()];
                crate::kernels::max_pool(&window, &x, &mut y);
                let volumes = x.chunks_exact(5 * 7 * 9).zip(positions.chunks_exact(y.len() / 2));
                let found = volumes.flat_map(|(x, at)| at.iter().map(|&at| x[at as usize]));
                assert_eq!(found.collect::<Vec<_>>(), y, "{window:?}");
            }
        }
    }

    #[test]
    fn the_last_element_at_a_position_remains_and_receives_the_gradient() {
        let (x, at) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [3, 0, 3, 1, 1, 1]);
        let mut y = [f64::NAN; 8];
        max_unpool([3, 4], (&at, |&at| at), &x, &mut y);
        assert_eq!(y, [2.0, 0.0, 0.0, 3.0, 0.0, 6.0, 0.0, 0.0]);
        let (dy, mut last, mut dx) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], [2; 4], [f64::NAN; 6]);
        max_unpool_backward([3, 4], (&at, |&at| at), &dy, &mut last, Target::set(&mut dx));
        assert_eq!(dx, [0.0, 1.0, 4.0, 0.0, 0.0, 6.0]);
        max_unpool_backward([3, 4], (&at, |&at| at), &dy, &mut last, Target::add(&mut dx));
        assert_eq!(dx, [0.0, 2.0, 8.0, 0.0, 0.0, 12.0]);
    }

    #[test]
    #[should_panic = "slices and sizes of matrices [(3, 3), (3, 3), (5, 4)] do not match"]
    fn rejects_wrong_lengths() {
        max_unpool([3, 4], (&[0; 3], |&at| at), &[0.0; 3], &mut [0.0; 5]);
    }
}
