//! Stretches of a slice that are taken out and put back: joins and cuts along an axis.

use crate::float::Float;

/// Which elements of a slice are meant: `length` from `start` of every `stride`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretches {
    /// From the start of one stretch to that of the next.
    pub stride: usize,
    /// Where the first begins.
    pub start: usize,
    /// How many elements each has.
    pub length: usize,
}

impl Stretches {
    #[track_caller]
    fn check(self, all: usize, part: usize) {
        let Self { stride, start, length } = self;
        let fits =
            length > 0 && start + length <= stride && all.is_multiple_of(stride) && part == all / stride * length;
        assert!(fits, "slices of {all} and {part} elements do not fit {self:?}");
    }
}

/// Takes the stretches out of `x`, one behind the other; set, or added where `adds`.
///
/// # Panics
/// If the slices do not fit the stretches.
///
/// ```
/// use nn_core::kernels::{Stretches, take_stretches};
/// let mut y = [0.0; 4];
/// take_stretches(Stretches { stride: 3, start: 1, length: 2 }, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], false, &mut y);
/// assert_eq!(y, [2.0, 3.0, 5.0, 6.0]);
/// ```
#[inline(always)]
pub fn take_stretches<T: Float>(stretches: Stretches, x: &[T], adds: bool, y: &mut [T]) {
    stretches.check(x.len(), y.len());
    for (y, x) in y.chunks_exact_mut(stretches.length).zip(x.chunks_exact(stretches.stride)) {
        copy(&x[stretches.start..][..stretches.length], adds, y);
    }
}

/// Puts `x` into the stretches of `y`, and leaves the rest of `y` alone; set, or added where `adds`.
///
/// # Panics
/// If the slices do not fit the stretches.
///
/// ```
/// use nn_core::kernels::{Stretches, put_stretches};
/// let mut y = [0.0; 4];
/// put_stretches(Stretches { stride: 2, start: 1, length: 1 }, &[1.0, 2.0], false, &mut y);
/// assert_eq!(y, [0.0, 1.0, 0.0, 2.0]);
/// ```
#[inline(always)]
pub fn put_stretches<T: Float>(stretches: Stretches, x: &[T], adds: bool, y: &mut [T]) {
    stretches.check(y.len(), x.len());
    for (x, y) in x.chunks_exact(stretches.length).zip(y.chunks_exact_mut(stretches.stride)) {
        copy(x, adds, &mut y[stretches.start..][..stretches.length]);
    }
}

#[inline(always)]
fn copy<T: Float>(x: &[T], adds: bool, y: &mut [T]) {
    if adds {
        y.iter_mut().zip(x).for_each(|(y, &x)| *y += x);
    } else {
        y.copy_from_slice(x);
    }
}
