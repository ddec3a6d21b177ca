//! Windows along an axis as an axis of their own.

use crate::accumulate::Target;
use crate::float::Float;
use crate::kernels::matrices::check;

/// Windows of `size` elements, `step` apart, along an axis of `length` elements, of which there are `places`. The axes after it have
/// `after` elements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unfolding {
    pub(crate) length: usize,
    pub(crate) places: usize,
    pub(crate) after: usize,
    pub(crate) size: usize,
    pub(crate) step: usize,
}

/// Computes y\[w, a, k\] = x\[step w + k, a\] for every window w, every index a of the axes after it, and every element k of the
/// window.
///
/// # Panics
/// Panics if the slices do not hold the same number of matrices.
#[inline(always)]
pub(crate) fn unfold<T: Copy>(of: Unfolding, x: &[T], y: &mut [T]) {
    let Unfolding { length, places, after, size, step } = of;
    check([(x.len(), length * after), (y.len(), places * after * size)]);
    for (x, y) in x.chunks_exact(length * after).zip(y.chunks_exact_mut(places * after * size)) {
        for (w, y) in y.chunks_exact_mut(after * size).enumerate() {
            for (a, y) in y.chunks_exact_mut(size).enumerate() {
                let x = x.get(w * step * after + a..).unwrap_or_default().iter().step_by(after);
                y.iter_mut().zip(x).for_each(|(y, &x)| *y = x);
            }
        }
    }
}

/// Computes the backward pass of [`unfold`]: the gradient of an element is the sum over all windows that contain it.
///
/// # Panics
/// Panics under the same conditions as [`unfold`].
#[inline(always)]
pub(crate) fn unfold_backward<T: Float>(of: Unfolding, dy: &[T], dx: Target<'_, T>) {
    let Unfolding { length, places, after, size, step } = of;
    check([(dx.len(), length * after), (dy.len(), places * after * size)]);
    for (dy, dx) in dy.chunks_exact(places * after * size).zip(dx.zeroed().chunks_exact_mut(length * after)) {
        for (w, dy) in dy.chunks_exact(after * size).enumerate() {
            for (a, dy) in dy.chunks_exact(size).enumerate() {
                let dx = dx.get_mut(w * step * after + a..).unwrap_or_default().iter_mut().step_by(after);
                dx.zip(dy).for_each(|(dx, &dy)| *dx += dy);
            }
        }
    }
}
