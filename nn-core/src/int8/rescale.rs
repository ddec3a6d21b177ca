//! Quantised means: a sum and its factor.

use super::fixed::{check_multipliers, check_shift, fixed, rescale, shift};
use super::tensors::{Int8Layer, Int8Tensor, tensors};
use super::{Fault, Quantization, Word};
use crate::parameters::plain;

/// The quantised mean y = zero + round((the sum of x - given) multiplier / 2^shift).
#[repr(C)]
pub struct Int8Mean {
    multiplier: Word,
    shift: i8,
    pub(super) given: i8,
    zero: i8,
}

plain! { impl[] for Int8Mean { multiplier, shift, given, zero } }

impl Int8Layer for Int8Mean {
    const TENSORS: &'static [Int8Tensor] =
        tensors!(Self { multiplier: I32 & [], shift: I8 & [], given: I8 & [], zero: I8 & [] });

    fn check(&self) -> Result<(), Fault> {
        check_multipliers(&[self.multiplier], i32::MAX)?;
        check_shift(self.shift)
    }
}

impl Int8Mean {
    /// Sets the factor for means of `count` elements.
    pub(super) fn set(&mut self, count: usize, given: Quantization, gives: Quantization) -> Result<(), Fault> {
        let factor = f64::from(given.scale) / f64::from(gives.scale) / count as f64;
        self.shift = shift(factor, 31);
        self.multiplier = fixed(factor, self.shift);
        (self.given, self.zero) = (given.zero, gives.zero);
        self.check()
    }

    /// Returns the mean for this sum.
    #[inline(always)]
    pub(super) fn rescale(&self, sum: i32) -> i8 {
        rescale(sum, self.multiplier.get(), self.shift, self.zero)
    }
}
