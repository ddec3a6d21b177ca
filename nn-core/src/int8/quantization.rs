//! How real numbers are kept as integers.

use super::tensors::{Int8Layer, Int8Tensor, tensors};
use super::{Fault, Word};
use crate::parameters::plain;

/// How the numbers of a tensor are kept: a real r is `scale` (q - `zero`), with q from -128 to 127.
///
/// ```
/// use nn_core::int8::{Quantization, Range};
/// let mut range = Range::default();
/// range.see(&[0.0, 0.25, 1.0]);
/// let pixels: Quantization = range.quantization().unwrap();
/// assert_eq!((pixels.quantize(0.0), pixels.quantize(1.0), pixels.quantize(7.0)), (-128, 127, 127));
/// assert!((pixels.dequantize(pixels.quantize(0.3)) - 0.3).abs() <= pixels.scale / 2.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantization {
    /// From one number to the next.
    pub scale: f32,
    /// What 0 is kept as.
    pub zero: i8,
}

impl Quantization {
    /// The integer next to r / scale + zero, cut off at -128 and 127. NaN is 0.
    #[inline]
    pub fn quantize(self, real: f32) -> i8 {
        // What is too large becomes the largest number, NaN becomes 0.
        let steps = libm::roundf(real / self.scale) as i32;
        steps.saturating_add(self.zero.into()).clamp(-128, 127) as i8
    }

    /// scale (q - zero).
    #[inline]
    pub fn dequantize(self, kept: i8) -> f32 {
        (i32::from(kept) - i32::from(self.zero)) as f32 * self.scale
    }
}

/// The least and the largest number that a value took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    least: f32,
    most: f32,
    is_finite: bool,
}

impl Default for Range {
    fn default() -> Self {
        Self { least: f32::INFINITY, most: f32::NEG_INFINITY, is_finite: true }
    }
}

impl Range {
    /// Takes these numbers in.
    pub fn see(&mut self, numbers: &[f32]) {
        for &number in numbers {
            self.least = self.least.min(number);
            self.most = self.most.max(number);
            self.is_finite &= number.is_finite();
        }
    }

    /// 256 numbers from the least to the largest, with 0 among them.
    ///
    /// # Errors
    /// No number was seen, or one that is not finite.
    pub fn quantization(&self) -> Result<Quantization, Fault> {
        if !self.is_finite {
            return Err(Fault::NotFinite);
        }
        if self.least > self.most {
            return Err(Fault::Unseen);
        }
        let (least, most) = (f64::from(self.least.min(0.0)), f64::from(self.most.max(0.0)));
        let scale = (most - least) / 255.0;
        // Where all numbers are 0, or nearly, any scale does.
        if scale < f64::from(f32::MIN_POSITIVE) {
            return Ok(Quantization { scale: 1.0, zero: -128 });
        }
        let zero = libm::round(-128.0 - least / scale) as i8;
        Ok(Quantization { scale: scale as f32, zero })
    }
}

/// A [`Quantization`] as a network keeps it, for what it takes and gives.
#[repr(C)]
pub struct Scale {
    scale: Word,
    zero: i8,
}

plain! { impl[] for Scale { scale, zero } }

impl Scale {
    /// Keeps it.
    pub const fn new(Quantization { scale, zero }: Quantization) -> Self {
        Self { scale: Word::from_real(scale), zero }
    }

    /// What is kept.
    pub const fn get(&self) -> Quantization {
        Quantization { scale: self.scale.real(), zero: self.zero }
    }
}

impl Int8Layer for Scale {
    const TENSORS: &'static [Int8Tensor] = tensors!(Self { scale: F32 & [], zero: I8 & [] });

    fn check(&self) -> Result<(), Fault> {
        let scale = self.scale.real();
        if scale.is_finite() && scale > 0.0 { Ok(()) } else { Err(Fault::Scale(scale)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[f32]) -> Result<Quantization, Fault> {
        let mut range = Range::default();
        range.see(numbers);
        range.quantization()
    }

    #[test]
    fn zero_is_kept_to_the_bit_and_all_else_to_half_a_step() {
        for numbers in [&[-1.0, 3.0][..], &[0.5, 2.0], &[-7.0, -1.0], &[0.0], &[1e-30, -1e30]] {
            let kept = of(numbers).unwrap();
            assert_eq!(kept.dequantize(kept.quantize(0.0)), 0.0);
            for &number in numbers {
                assert!((kept.dequantize(kept.quantize(number)) - number).abs() <= kept.scale * 0.51, "{number}");
            }
        }
        // What is never negative has its zero at the end: a ReLU is the end of the range.
        assert_eq!(of(&[0.0, 3.0]).unwrap().zero, -128);
    }

    #[test]
    fn what_cannot_be_kept() {
        assert_eq!(of(&[]), Err(Fault::Unseen));
        assert_eq!(of(&[1.0, f32::NAN]), Err(Fault::NotFinite));
        assert_eq!(of(&[f32::INFINITY]), Err(Fault::NotFinite));
        let kept = of(&[-1.0, 1.0]).unwrap();
        assert_eq!(
            [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30].map(|x| kept.quantize(x)),
            [kept.zero, 127, -128, 127]
        );
    }
}
