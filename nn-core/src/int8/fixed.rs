//! Fixed-point factors: integers over a power of two.

use super::{Fault, Word};

/// Returns the exponent of the power of two by which the largest of some factors becomes an integer of `bits` bits.
pub(super) fn shift(largest: f64, bits: i32) -> i8 {
    if largest > 0.0 {
        let (_, exponent) = libm::frexp(largest);
        (bits - exponent).clamp(1, 62) as i8
    } else {
        1
    }
}

/// Returns the factor times 2^shift, rounded.
pub(super) fn fixed(factor: f64, shift: i8) -> Word {
    // The cast saturates.
    Word::new(libm::round(libm::ldexp(factor, shift.into())) as i32)
}

/// Returns `zero_point` + round(sum multiplier / 2^shift), where halves are rounded up, saturated to -128 and 127.
#[inline(always)]
pub(super) fn rescale(sum: i32, multiplier: i32, shift: i8, zero_point: i8) -> i8 {
    let shift = shift as u32 & 63;
    let half = (1_i64 << shift) >> 1;
    // The product of two 31-bit integers plus a half of at most 2^61 fits; see `check_shift`.
    let scaled = (i64::from(sum) * i64::from(multiplier)).wrapping_add(half) >> shift;
    scaled.saturating_add(zero_point.into()).clamp(-128, 127) as i8
}

/// Checks that a shift is in the range of [`shift`].
pub(super) fn check_shift(shift: i8) -> Result<(), Fault> {
    if (1..=62).contains(&shift) { Ok(()) } else { Err(Fault::Shift(shift)) }
}

/// Checks that multipliers are from 0 to `most`.
pub(super) fn check_multipliers(multipliers: &[Word], most: i32) -> Result<(), Fault> {
    let are_right = multipliers.iter().all(|multiplier| (0..=most).contains(&multiplier.get()));
    if are_right { Ok(()) } else { Err(Fault::Multiplier(most)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rescaling_rounds_to_nearest_integer() {
        for factor in [1e-12, 3.7e-4, 0.9999, 1.0, 17.3, 5e6] {
            let shift = shift(factor, 31);
            let multiplier = fixed(factor, shift).get();
            for sum in [-1_000_000, -77, -1, 0, 1, 5, 123_456] {
                let exact = (f64::from(sum) * factor + 3.0).clamp(-128.0, 127.0);
                let found = f64::from(rescale(sum, multiplier, shift, 3));
                assert!((found - exact).abs() <= 0.5 + 1e-3, "{sum} * {factor}: {found}, {exact}");
            }
        }
    }

    #[test]
    fn rescaling_does_not_overflow_at_extremes() {
        assert_eq!(rescale(i32::MAX, i32::MAX, 62, 127), 127);
        assert_eq!(rescale(i32::MIN, i32::MAX, 1, -128), -128);
        assert_eq!(rescale(i32::MIN, i32::MAX, 62, 0), -1);
    }
}
