//! Quantised weights and bias, as used by dense layers and convolutions.

use crate::dim::Dim;
use crate::int8::fixed::{check_multipliers, check_shift, fixed, rescale, shift};
use crate::int8::tensors::{Int8Layer, Int8Tensor, tensors};
use crate::int8::{Fault, Folded, Quantization, Word};
use crate::parameters::plain;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// The largest sum that fits in a signed integer of 32 bits.
const LARGEST: u64 = i32::MAX as u64;
/// The largest distance of a quantised value from the zero point of its tensor.
const FARTHEST: u64 = 255;

/// Returns the largest absolute value that the sum of an output with these weights and this bias can have, for any input.
pub(in crate::int8) fn largest_sum(weights: impl Iterator<Item = i8>, bias: i32) -> u64 {
    let sum: u64 = weights.map(|weight| u64::from(weight.unsigned_abs())).sum();
    FARTHEST * sum + u64::from(bias.unsigned_abs())
}

/// Quantised weights of shape `W`, with the outputs as the first axis and one scale per output, and a bias in the unit of the sum.
#[repr(C)]
pub struct Affine<W: Shape, Out: Dim> {
    /// `[Out, ..]`
    pub weight: Tensor<W, i8>,
    /// `[Out]`, in the unit of the sum.
    pub bias: Tensor<(Out,), Word>,
    /// `[Out]`: an output is `output_zero_point` plus the sum times `multiplier` / 2^`shift`.
    pub multiplier: Tensor<(Out,), Word>,
    /// The exponent of the power of two that divides the multipliers.
    pub shift: i8,
    /// The zero point of the input.
    pub input_zero_point: i8,
    /// The zero point of the output.
    pub output_zero_point: i8,
}

plain! { impl[W: Shape, Out: Dim] for Affine<W, Out> { weight, bias, multiplier, shift, input_zero_point, output_zero_point } }

impl<W: Shape, Out: Dim> Int8Layer for Affine<W, Out> {
    const TENSORS: &'static [Int8Tensor] = tensors!(Self {
        weight: I8 W::DIMS, bias: I32 &[Out::SIZE], multiplier: I32 &[Out::SIZE], shift: I8 &[],
        input_zero_point: I8 &[], output_zero_point: I8 &[]
    });

    fn check(&self) -> Result<(), Fault> {
        check_shift(self.shift)?;
        check_multipliers(self.multiplier.as_slice(), i32::MAX)?;
        let rows = self.weight.as_slice().chunks_exact(Self::TAKEN).zip(self.bias.iter());
        for (row, (weights, bias)) in rows.enumerate() {
            let most = largest_sum(weights.iter().copied(), bias.get());
            if most > LARGEST {
                return Err(Fault::Overflow { row, most });
            }
        }
        Ok(())
    }
}

impl<W: Shape, Out: Dim> Affine<W, Out> {
    /// The number of weights of an output.
    pub(super) const TAKEN: usize = W::SIZE / Out::SIZE;

    /// Quantises a layer. `weight` returns the weight of an output and an index within that output's weights, `bias` the bias of an
    /// output. If `folds` is set, the zero point of the input is folded into the bias, so that it need not be subtracted from each
    /// input value.
    pub(super) fn set(
        &mut self,
        (weight, bias): (impl Fn(usize, usize) -> f32, impl Fn(usize) -> f32),
        folded: impl Fn(usize) -> Folded,
        (input, output): (Quantization, Quantization),
        folds: bool,
    ) -> Result<(), Fault> {
        /// The largest absolute value of a bias, which leaves half of the range of the sum for the products.
        const MOST_OF_BIAS: f64 = (1 << 30) as f64;
        let unit = f64::from(input.scale);
        let weight = |out, index| f64::from(weight(out, index)) * f64::from(folded(out).factor);
        let bias = |out| f64::from(bias(out)) * f64::from(folded(out).factor) + f64::from(folded(out).shift);
        // The scale of an output's weights: the largest weight becomes 127, unless the bias would then be too large.
        let scale = |out| {
            let largest = (0..Self::TAKEN).map(|index| weight(out, index).abs()).fold(0.0, f64::max);
            let scale = (largest / 127.0).max(bias(out).abs() / (unit * MOST_OF_BIAS));
            if scale > 0.0 { scale } else { 1.0 }
        };
        for out in 0..Out::SIZE {
            if !bias(out).is_finite() || (0..Self::TAKEN).any(|index| !weight(out, index).is_finite()) {
                return Err(Fault::NotFinite);
            }
        }
        let factor = |out| unit * scale(out) / f64::from(output.scale);
        self.shift = shift((0..Out::SIZE).map(factor).fold(0.0, f64::max), 31);
        let rows = self.weight.as_mut_slice().chunks_exact_mut(Self::TAKEN);
        let numbers = self.bias.iter_mut().zip(self.multiplier.iter_mut());
        for (out, (row, (to, multiplier))) in rows.zip(numbers).enumerate() {
            let scale = scale(out);
            let mut sum = 0_i64;
            for (index, to) in row.iter_mut().enumerate() {
                *to = libm::round(weight(out, index) / scale) as i8;
                sum += i64::from(*to);
            }
            let moved = if folds { i64::from(input.zero_point) * sum } else { 0 };
            let bias = libm::round(bias(out) / (unit * scale)) as i64 - moved;
            *to = Word::new(bias.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
            *multiplier = fixed(factor(out), self.shift);
        }
        (self.input_zero_point, self.output_zero_point) = (input.zero_point, output.zero_point);
        self.check()
    }

    /// Returns the output for this sum.
    #[inline(always)]
    pub(super) fn rescale(&self, sum: i32, multiplier: Word) -> i8 {
        rescale(sum, multiplier.get(), self.shift, self.output_zero_point)
    }
}
