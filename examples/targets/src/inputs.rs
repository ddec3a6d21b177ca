//! The inputs of the networks.

use core::mem::MaybeUninit;
use nn::Float;
use nn::parameters::Plain;

/// Returns a value whose bytes are all 0, without a heap.
pub(crate) fn zeroed<P: Plain>() -> P {
    // SAFETY: every bit pattern is a valid value of plain data, including zeros.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

/// Returns a pseudo-random value between 0 and 1.
pub(crate) fn number(i: usize) -> f32 {
    ((i as u32).wrapping_mul(2_654_435_769) >> 8) as f32 / (1 << 24) as f32
}

/// Fills a slice with pseudo-random values between -1 and 1.
pub(crate) fn fill<T: Float>(numbers: &mut [T]) {
    for (i, place) in numbers.iter_mut().enumerate() {
        *place = T::from_f64(f64::from(2.0 * number(i) - 1.0));
    }
}
