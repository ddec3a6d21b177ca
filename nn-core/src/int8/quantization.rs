//! Affine quantisation of real values to 8-bit integers.

use super::tensors::{Int8Layer, Int8Tensor, tensors};
use super::{Fault, Word};
use crate::parameters::plain;

/// The quantisation of a tensor: a real value r is `scale` (q - `zero_point`), with an integer q from -128 to 127.
///
/// ```
/// use nn::int8::{Quantization, Range};
/// let mut range = Range::default();
/// range.observe(&[0.0, 0.25, 1.0]);
/// let pixels: Quantization = range.quantization().unwrap();
/// assert_eq!((pixels.quantize(0.0), pixels.quantize(1.0), pixels.quantize(7.0)), (-128, 127, 127));
/// assert!((pixels.dequantize(pixels.quantize(0.3)) - 0.3).abs() <= pixels.scale / 2.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantization {
    /// The difference between adjacent representable values.
    pub scale: f32,
    /// The zero point: the integer that represents 0.
    pub zero_point: i8,
}

impl Quantization {
    /// Returns r / scale, rounded to the nearest integer, plus `zero_point`, saturated to -128 and 127. NaN becomes `zero_point`.
    #[inline]
    pub fn quantize(self, r: f32) -> i8 {
        // The cast saturates, and turns NaN into 0.
        let steps = libm::roundf(r / self.scale) as i32;
        steps.saturating_add(self.zero_point.into()).clamp(-128, 127) as i8
    }

    /// Returns scale (q - `zero_point`).
    #[inline]
    pub fn dequantize(self, q: i8) -> f32 {
        (i32::from(q) - i32::from(self.zero_point)) as f32 * self.scale
    }
}

/// The minimum and maximum of a value over all samples recorded.
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
    /// Updates the range with these elements.
    pub fn observe(&mut self, elements: &[f32]) {
        for &element in elements {
            self.least = self.least.min(element);
            self.most = self.most.max(element);
            self.is_finite &= element.is_finite();
        }
    }

    /// Returns the quantisation whose 256 values span the range from minimum to maximum, extended to include 0, which is
    /// represented exactly.
    ///
    /// # Errors
    /// Returns an error if no element, or one that is not finite, was recorded.
    pub fn quantization(&self) -> Result<Quantization, Fault> {
        if !self.is_finite {
            return Err(Fault::NotFinite);
        }
        if self.least > self.most {
            return Err(Fault::NotCalibrated);
        }
        let (least, most) = (f64::from(self.least.min(0.0)), f64::from(self.most.max(0.0)));
        let scale = (most - least) / 255.0;
        // If all elements are 0, or nearly, any scale is suitable.
        if scale < f64::from(f32::MIN_POSITIVE) {
            return Ok(Quantization { scale: 1.0, zero_point: -128 });
        }
        let zero_point = libm::round(-128.0 - least / scale) as i8;
        Ok(Quantization { scale: scale as f32, zero_point })
    }
}

/// A [`Quantization`] as stored in a network, for an input or output.
#[repr(C)]
pub struct Scale {
    scale: Word,
    zero_point: i8,
}

plain! { impl[] for Scale { scale, zero_point } }

impl Scale {
    /// Stores a quantisation.
    pub const fn new(Quantization { scale, zero_point }: Quantization) -> Self {
        Self { scale: Word::from_real(scale), zero_point }
    }

    /// Returns the stored quantisation.
    pub const fn get(&self) -> Quantization {
        Quantization { scale: self.scale.real(), zero_point: self.zero_point }
    }
}

impl Int8Layer for Scale {
    const TENSORS: &'static [Int8Tensor] = tensors!(Self { scale: F32 & [], zero_point: I8 & [] });

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
        range.observe(numbers);
        range.quantization()
    }

    #[test]
    fn round_trip_is_exact_at_zero_and_within_half_a_step() {
        for numbers in [&[-1.0, 3.0][..], &[0.5, 2.0], &[-7.0, -1.0], &[0.0], &[1e-30, -1e30]] {
            let kept = of(numbers).unwrap();
            assert_eq!(kept.dequantize(kept.quantize(0.0)), 0.0);
            for &number in numbers {
                assert!((kept.dequantize(kept.quantize(number)) - number).abs() <= kept.scale * 0.51, "{number}");
            }
        }
        // A value that is never negative has its zero point at the end of the range, so the range implements ReLU.
        assert_eq!(of(&[0.0, 3.0]).unwrap().zero_point, -128);
    }

    #[test]
    fn rejects_unseen_and_non_finite_ranges_and_saturates() {
        assert_eq!(of(&[]), Err(Fault::NotCalibrated));
        assert_eq!(of(&[1.0, f32::NAN]), Err(Fault::NotFinite));
        assert_eq!(of(&[f32::INFINITY]), Err(Fault::NotFinite));
        let kept = of(&[-1.0, 1.0]).unwrap();
        assert_eq!(
            [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30].map(|x| kept.quantize(x)),
            [kept.zero_point, 127, -128, 127]
        );
    }
}
