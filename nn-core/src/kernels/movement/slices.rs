//! Gathering and scattering of strided elements, for concatenating and splitting along an axis.

use crate::accumulate::Target;
use crate::float::Float;

/// A strided selection of elements of a slice: `length` elements from `start` on in every `stride`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strided {
    /// The distance between the starts of adjacent strides.
    pub stride: usize,
    /// The offset of the selected elements in each stride.
    pub start: usize,
    /// The number of selected elements in each stride.
    pub length: usize,
}

impl Strided {
    /// Returns the selection of the first `length` elements of every stride, and that of the remaining ones.
    pub(crate) const fn cut(stride: usize, length: usize) -> [Self; 2] {
        [Self { stride, start: 0, length }, Self { stride, start: length, length: stride - length }]
    }

    #[track_caller]
    fn check(self, all: usize, part: usize) {
        let Self { stride, start, length } = self;
        let fits =
            length > 0 && start + length <= stride && all.is_multiple_of(stride) && part == all / stride * length;
        assert!(fits, "slices of {all} and {part} elements do not match {self:?}");
    }
}

/// Gathers the selected elements of `x` contiguously, overwriting the target or adding to it.
///
/// # Panics
/// Panics if the lengths of the slices do not match the strides.
///
/// ```
/// use nn::__private::kernels::{Strided, Target, gather};
/// let mut y = [0.0; 4];
/// let strided = Strided { stride: 3, start: 1, length: 2 };
/// gather(strided, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], Target::set(&mut y));
/// assert_eq!(y, [2.0, 3.0, 5.0, 6.0]);
/// ```
#[inline(always)]
pub fn gather<T: Float>(strided: Strided, x: &[T], y: Target<'_, T>) {
    strided.check(x.len(), y.len());
    for (y, x) in y.chunks_exact(strided.length).zip(x.chunks_exact(strided.stride)) {
        copy(&x[strided.start..][..strided.length], y);
    }
}

/// Scatters `x` into the selected elements of `y`, overwriting or adding to them. The other elements of `y` are left unchanged.
///
/// # Panics
/// Panics if the lengths of the slices do not match the strides.
///
/// ```
/// use nn::__private::kernels::{Strided, Target, scatter};
/// let mut y = [0.0; 4];
/// scatter(Strided { stride: 2, start: 1, length: 1 }, &[1.0, 2.0], Target::set(&mut y));
/// assert_eq!(y, [0.0, 1.0, 0.0, 2.0]);
/// ```
#[inline(always)]
pub fn scatter<T: Float>(strided: Strided, x: &[T], y: Target<'_, T>) {
    strided.check(y.len(), x.len());
    for (x, Target { slice, accumulate }) in x.chunks_exact(strided.length).zip(y.chunks_exact(strided.stride)) {
        copy(x, Target { slice: &mut slice[strided.start..][..strided.length], accumulate });
    }
}

#[inline(always)]
fn copy<T: Float>(x: &[T], y: Target<'_, T>) {
    if y.accumulate.adds() {
        y.slice.iter_mut().zip(x).for_each(|(y, &x)| *y += x);
    } else {
        y.slice.copy_from_slice(x);
    }
}
