//! Quantised means: a sum and its factor.

use crate::int8::fixed::{check_multipliers, check_shift, fixed, rescale, shift};
use crate::int8::tensors::{Int8Layer, Int8Tensor, tensors};
use crate::int8::{Fault, Quantization, Word};
use crate::parameters::plain;

/// The quantised mean y = zero_y + round((the sum of x - zero_x) multiplier / 2^shift).
#[repr(C)]
pub struct Int8Mean {
    multiplier: Word,
    shift: i8,
    pub(super) input_zero_point: i8,
    output_zero_point: i8,
}

plain! { impl[] for Int8Mean { multiplier, shift, input_zero_point, output_zero_point } }

impl Int8Layer for Int8Mean {
    const TENSORS: &'static [Int8Tensor] =
        tensors!(Self { multiplier: I32 & [], shift: I8 & [], input_zero_point: I8 & [], output_zero_point: I8 & [] });

    fn check(&self) -> Result<(), Fault> {
        check_multipliers(&[self.multiplier], i32::MAX)?;
        check_shift(self.shift)
    }
}

impl Int8Mean {
    /// Sets the factor for means of `count` elements.
    pub(super) fn set(&mut self, count: usize, input: Quantization, output: Quantization) -> Result<(), Fault> {
        let factor = f64::from(input.scale) / f64::from(output.scale) / count as f64;
        self.shift = shift(factor, 31);
        self.multiplier = fixed(factor, self.shift);
        (self.input_zero_point, self.output_zero_point) = (input.zero_point, output.zero_point);
        self.check()
    }

    /// Returns the mean for this sum.
    #[inline(always)]
    pub(super) fn rescale(&self, sum: i32) -> i8 {
        rescale(sum, self.multiplier.get(), self.shift, self.output_zero_point)
    }
}
