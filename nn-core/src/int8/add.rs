//! Quantised addition, `a + b`.

use super::fixed::{check_multipliers, check_shift, fixed, shift};
use super::tensors::{Int8Layer, Int8Tensor, tensors};
use super::{Fault, Folded, Quantization, Quantize, Word};
use crate::dim::{Dim, N};
use crate::layers::Add;
use crate::parameters::plain;
use crate::shape::Sample;
use crate::signal::{Batch, Tuple};
use crate::tensor::Tensor;

/// The number of bits of a multiplier: the sum of two products of a 9-bit signed difference and a multiplier then has 30 bits.
const BITS: i32 = 21;

/// The quantised addition y = zero_y + round(((a - zero_a) multiplier_a + (b - zero_b) multiplier_b) / 2^shift).
#[repr(C)]
pub struct Int8Add {
    multiplier: Tensor<(N<2>,), Word>,
    input_zero_point: Tensor<(N<2>,), i8>,
    shift: i8,
    output_zero_point: i8,
}

plain! { impl[] for Int8Add { multiplier, input_zero_point, shift, output_zero_point } }

impl Int8Layer for Int8Add {
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

impl<S: Sample> Quantize<Tuple<(S, S)>> for Add {
    type Int8 = Int8Add;
    type Workspace = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Int8Add,
    ) -> Result<(), Fault> {
        let factor = |input: Quantization| f64::from(input.scale) / f64::from(output.scale);
        int8.shift = shift(factor(inputs[0]).max(factor(inputs[1])), BITS).min(30);
        for ((multiplier, zero_point), &input) in
            int8.multiplier.iter_mut().zip(int8.input_zero_point.iter_mut()).zip(inputs)
        {
            *multiplier = fixed(factor(input), int8.shift);
            *zero_point = input.zero_point;
        }
        int8.output_zero_point = output.zero_point;
        int8.check()
    }

    #[inline]
    fn predict<B: Dim>(
        int8: &Int8Add,
        (a, b): (&Batch<S, B, i8>, &Batch<S, B, i8>),
        y: &mut Batch<S, B, i8>,
        _: &mut (),
    ) {
        let (&[by_a, by_b], &[zero_a, zero_b]) = (int8.multiplier.as_slice(), int8.input_zero_point.as_slice()) else {
            return;
        };
        let shift = int8.shift as u32 & 31;
        let half = (1_i32 << shift) >> 1;
        let term = |x: i8, zero_point: i8, by: Word| (i32::from(x) - i32::from(zero_point)).wrapping_mul(by.get());
        for ((&a, &b), y) in a.iter().zip(b.iter()).zip(y.iter_mut()) {
            let sum = term(a, zero_a, by_a).wrapping_add(term(b, zero_b, by_b)).wrapping_add(half);
            *y = (sum >> shift).saturating_add(int8.output_zero_point.into()).clamp(-128, 127) as i8;
        }
    }
}
