//! What the networks are given.

use core::mem::MaybeUninit;
use nn::{Float, Plain};

/// A value of zeros, in the place that it is for.
pub(crate) fn zeroed<P: Plain>() -> P {
    // SAFETY: any bits are plain data, zeros too.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

/// A number between 0 and 1 that looks random.
pub(crate) fn number(i: usize) -> f32 {
    ((i as u32).wrapping_mul(2_654_435_769) >> 8) as f32 / (1 << 24) as f32
}

/// Numbers between -1 and 1 that look random.
pub(crate) fn fill<T: Float>(numbers: &mut [T]) {
    for (i, place) in numbers.iter_mut().enumerate() {
        *place = T::from_f64(f64::from(2.0 * number(i) - 1.0));
    }
}
