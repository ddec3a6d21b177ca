//! Two quantised inputs, brought to the quantisation of an output.

use crate::dim::N;
use crate::int8::fixed::{check_multipliers, check_shift, fixed, shift};
use crate::int8::tensors::{Int8Layer, Int8Tensor, tensors};
use crate::int8::{Fault, Quantization, Word};
use crate::parameters::plain;
use crate::tensor::Tensor;

/// The number of bits of a multiplier: the sum of two products of a 9-bit signed difference and a multiplier then has 30 bits.
const BITS: i32 = 21;

/// A term is (x - zero_x) multiplier_x for an input x, and y = zero_y + round(sum of terms / 2^shift).
#[repr(C)]
pub struct Int8Terms {
    multiplier: Tensor<(N<2>,), Word>,
    input_zero_point: Tensor<(N<2>,), i8>,
    shift: i8,
    output_zero_point: i8,
}

plain! { impl[] for Int8Terms { multiplier, input_zero_point, shift, output_zero_point } }

impl Int8Layer for Int8Terms {
    const TENSORS: &'static [Int8Tensor] = tensors!(Self {
        multiplier: I32 & [2],
        input_zero_point: I8 & [2],
        shift: I8 & [],
        output_zero_point: I8 & []
    });

    fn check(&self) -> Result<(), Fault> {
        check_multipliers(self.multiplier.as_slice(), 1 << BITS)?;
        // The sum includes half of 2^shift, for rounding.
        if self.shift > 30 { Err(Fault::Shift(self.shift)) } else { check_shift(self.shift) }
    }
}

impl Int8Terms {
    /// Sets the numbers for inputs and an output of these quantisations.
    pub(super) fn set(&mut self, inputs: &[Quantization], output: Quantization) -> Result<(), Fault> {
        let factor = |input: Quantization| f64::from(input.scale) / f64::from(output.scale);
        self.shift = shift(factor(inputs[0]).max(factor(inputs[1])), BITS).min(30);
        for ((multiplier, zero_point), &input) in
            self.multiplier.iter_mut().zip(self.input_zero_point.iter_mut()).zip(inputs)
        {
            *multiplier = fixed(factor(input), self.shift);
            *zero_point = input.zero_point;
        }
        self.output_zero_point = output.zero_point;
        self.check()
    }

    /// Writes the quantised combination of the terms of each pair of elements.
    #[inline(always)]
    pub(super) fn combine(&self, a: &[i8], b: &[i8], y: &mut [i8], by: impl Fn(i32, i32) -> i32) {
        let ([of_a, of_b], rounded) = (self.terms(), self.rounded());
        for ((&a, &b), y) in a.iter().zip(b).zip(y) {
            *y = rounded(by(of_a(a), of_b(b)));
        }
    }

    /// Returns the function from an element of each input to its term.
    #[inline(always)]
    pub(super) fn terms(&self) -> [impl Fn(i8) -> i32; 2] {
        let term = |side: usize| {
            let (by, zero_point) = (self.multiplier[[side]], self.input_zero_point[[side]]);
            move |x: i8| (i32::from(x) - i32::from(zero_point)).wrapping_mul(by.get())
        };
        [term(0), term(1)]
    }

    /// Returns the function from a sum of terms to an element of the output.
    #[inline(always)]
    pub(super) fn rounded(&self) -> impl Fn(i32) -> i8 {
        let (shift, zero_point) = (self.shift as u32 & 31, self.output_zero_point);
        let half = (1_i32 << shift) >> 1;
        move |sum| (sum.wrapping_add(half) >> shift).saturating_add(zero_point.into()).clamp(-128, 127) as i8
    }
}
