//! Conversion between elements and the bytes of a file.

use nn_core::{Float, FloatsMut};

/// Returns the format's name for the element type of a network.
pub(crate) fn dtype<T: Float>() -> &'static str {
    if size_of::<T>() == 4 { "F32" } else { "F64" }
}

/// Serialises elements in little endian.
pub(crate) fn to_little_endian<T: Float>(numbers: &[T]) -> Vec<u8> {
    let size = size_of::<T>();
    numbers.iter().flat_map(|number| number.to_bits().to_le_bytes().into_iter().take(size)).collect()
}

/// Deserialises elements from little endian; `bytes` has the matching length.
pub(crate) fn from_little_endian(bytes: &[u8], numbers: FloatsMut<'_>) {
    match numbers {
        FloatsMut::F32(numbers) => {
            let (words, _) = bytes.as_chunks();
            numbers.iter_mut().zip(words).for_each(|(number, word)| *number = f32::from_le_bytes(*word));
        }
        FloatsMut::F64(numbers) => {
            let (words, _) = bytes.as_chunks();
            numbers.iter_mut().zip(words).for_each(|(number, word)| *number = f64::from_le_bytes(*word));
        }
    }
}

/// The dtype conversions that are allowed when a file is loaded.
///
/// A finite element that is out of the range of the network's type is an error; it never becomes infinite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Conversion {
    /// None: the types have to be the same.
    #[default]
    None,
    /// Lossless conversions: F16 and BF16 to `f32` or `f64`, and F32 to `f64`.
    Exact,
    /// Lossless conversions, and F64 to `f32`, rounded to the nearest number.
    Rounding,
}

impl Conversion {
    /// Returns whether tensors of type `from` may be converted to type `to`.
    pub(super) fn allows(self, from: &str, to: &str) -> bool {
        match (from, to) {
            _ if from == to => true,
            ("F16" | "BF16", _) | ("F32", "F64") => self != Self::None,
            ("F64", "F32") => self == Self::Rounding,
            _ => false,
        }
    }

    /// Returns the name of the strictest conversion that allows `from` to `to`.
    pub(super) fn needed(from: &str, to: &str) -> Option<&'static str> {
        let all = [(Self::Exact, "Conversion::Exact"), (Self::Rounding, "Conversion::Rounding")];
        all.into_iter().find(|(conversion, _)| conversion.allows(from, to)).map(|(_, name)| name)
    }
}

/// Deserialises elements of any type that a [`Conversion`] allows, or integers. The first finite element that becomes infinite is
/// an error, with its index.
pub(super) fn convert<T: Float>(from: &str, bytes: &[u8], numbers: &mut [T]) -> Result<(), (usize, f64)> {
    if from == dtype::<T>() {
        from_little_endian(bytes, T::floats_mut(numbers));
        return Ok(());
    }
    match from {
        "F16" => each(bytes, numbers, |word| widen_half(u16::from_le_bytes(word))),
        // BF16 is the upper half of an F32.
        "BF16" => each(bytes, numbers, |[low, high]| f32::from_le_bytes([0, 0, low, high]).into()),
        "F32" => each(bytes, numbers, |word| f32::from_le_bytes(word).into()),
        // The counter of a batch normalisation, which is rounded as any sum of ones.
        "I64" => each(bytes, numbers, |word| i64::from_le_bytes(word) as f64),
        _ => each(bytes, numbers, f64::from_le_bytes),
    }
}

/// Returns the value of an IEEE half-precision number: one bit of sign, five of the exponent, ten of the fraction.
fn widen_half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let magnitude = match bits >> 10 & 0x1f {
        0 => fraction * 2.0_f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        exponent => (1024.0 + fraction) * 2.0_f64.powi(i32::from(exponent) - 25),
    };
    magnitude.copysign(if bits >> 15 == 0 { 1.0 } else { -1.0 })
}

fn each<T: Float, const SIZE: usize>(
    bytes: &[u8],
    numbers: &mut [T],
    number: impl Fn([u8; SIZE]) -> f64,
) -> Result<(), (usize, f64)> {
    let (words, _) = bytes.as_chunks();
    for (index, (to, word)) in numbers.iter_mut().zip(words).enumerate() {
        let from = number(*word);
        *to = T::from_f64(from);
        if from.is_finite() && !to.to_f64().is_finite() {
            return Err((index, from));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_widened_exactly() {
        let mut numbers = [0.0_f32; 4];
        // 1, the largest finite value, the smallest subnormal, and -0.
        let bytes: Vec<u8> = [0x3c00_u16, 0x7bff, 0x0001, 0x8000].iter().flat_map(|word| word.to_le_bytes()).collect();
        convert("F16", &bytes, &mut numbers).unwrap();
        assert_eq!(numbers.map(f32::to_bits), [1.0, 65504.0, 2.0_f32.powi(-24), -0.0].map(f32::to_bits));
        let bytes: Vec<u8> = [0x3f80_u16, 0x7f7f, 0x0001, 0x8000].iter().flat_map(|word| word.to_le_bytes()).collect();
        convert("BF16", &bytes, &mut numbers).unwrap();
        assert_eq!(numbers.map(f32::to_bits), [0x3f80_0000, 0x7f7f_0000, 0x0001_0000, 0x8000_0000]);
    }

    #[test]
    fn half_precision_numbers_are_equally_spaced_between_powers_of_two() {
        assert_eq!(widen_half(0).to_bits(), 0);
        for bits in 0..0x7bff {
            let exponent = i32::from(bits >> 10).max(1);
            assert_eq!(widen_half(bits + 1), widen_half(bits) + 2.0_f64.powi(exponent - 25), "{bits:#x}");
            assert_eq!(widen_half(bits | 0x8000).to_bits(), (-widen_half(bits)).to_bits(), "{bits:#x}");
        }
        assert_eq!([0x7c00, 0xfc00].map(widen_half), [f64::INFINITY, f64::NEG_INFINITY]);
        assert!([0x7c01, 0x7fff, 0xfe00].map(widen_half).iter().all(|number| number.is_nan()));
    }

    #[test]
    fn reports_overflow_and_preserves_infinity() {
        let bytes: Vec<u8> = [1.0, f64::INFINITY, 1e39].iter().flat_map(|number: &f64| number.to_le_bytes()).collect();
        let mut numbers = [0.0_f32; 3];
        assert_eq!(convert("F64", &bytes, &mut numbers), Err((2, 1e39)));
        assert_eq!(numbers[..2], [1.0, f32::INFINITY]);
    }

    #[test]
    fn only_rounding_allows_lossy_conversions() {
        for (from, to, needed) in [
            ("F32", "F32", Some("Conversion::Exact")),
            ("F16", "F32", Some("Conversion::Exact")),
            ("BF16", "F64", Some("Conversion::Exact")),
            ("F32", "F64", Some("Conversion::Exact")),
            ("F64", "F32", Some("Conversion::Rounding")),
            ("I64", "F64", None),
            ("F8_E4M3", "F32", None),
        ] {
            assert_eq!(Conversion::needed(from, to), needed, "{from} to {to}");
            assert_eq!(Conversion::None.allows(from, to), from == to);
        }
    }
}
