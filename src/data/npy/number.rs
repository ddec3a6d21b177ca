//! The elements of an array, for each of NumPy's numeric types.

/// The type of an array's elements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    letter: u8,
    pub(super) size: usize,
    big_endian: bool,
}

impl Kind {
    /// Parses NumPy's type string, such as `<f4` or `|u1`.
    pub(super) fn new(descr: &str) -> Option<Self> {
        let &[order, letter, size] = descr.as_bytes() else { return None };
        let size = usize::from(size.checked_sub(b'0')?);
        let known = match letter {
            b'f' => matches!(size, 2 | 4 | 8),
            b'i' | b'u' => matches!(size, 1 | 2 | 4 | 8),
            b'b' => size == 1,
            _ => false,
        };
        (known && b"<>|=".contains(&order)).then_some(Self { letter, size, big_endian: order == b'>' })
    }

    /// Decodes one element from its bytes.
    pub(super) fn number(self, bytes: &[u8]) -> f64 {
        let push = |bits: u64, &byte: &u8| bits << 8 | u64::from(byte);
        let bits = if self.big_endian { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) };
        match (self.letter, self.size) {
            (b'f', 8) => f64::from_bits(bits),
            (b'f', 4) => f32::from_bits(bits as u32).into(),
            (b'f', _) => half(bits as u16),
            (b'i', size) => {
                let unused = 64 - 8 * size as u32;
                ((bits << unused) as i64 >> unused) as f64
            }
            _ => bits as f64,
        }
    }
}

/// Decodes a half-precision number (IEEE 754): a sign, 5 bits of exponent, 10 of fraction.
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023) / 1024.0);
    sign * match exponent {
        0 => fraction * 2.0_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2.0_f64.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_half_precision() {
        for (bits, number) in [(0x3c00, 1.0), (0xc000, -2.0), (0x7bff, 65504.0), (1, 2.0_f64.powi(-24)), (0, 0.0)] {
            assert_eq!(half(bits), number);
        }
        assert_eq!(half(0xfc00), f64::NEG_INFINITY);
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn converts_each_type() {
        let number = |descr: &str, bytes: &[u8]| Kind::new(descr).unwrap().number(bytes);
        assert_eq!(number("|i1", &[0xff]), -1.0);
        assert_eq!(number("|u1", &[0xff]), 255.0);
        assert_eq!(number("|b1", &[1]), 1.0);
        assert_eq!(number("<i2", &[0xfe, 0xff]), -2.0);
        assert_eq!(number(">i2", &[0xff, 0xfe]), -2.0);
        assert_eq!(number("<i8", &(-5_i64).to_le_bytes()), -5.0);
        assert_eq!(number("<u8", &u64::MAX.to_le_bytes()), u64::MAX as f64);
        assert_eq!(number(">f4", &1.5_f32.to_be_bytes()), 1.5);
        assert_eq!(number("<f8", &(-0.1_f64).to_le_bytes()), -0.1);
        for descr in ["<f16", "<c8", "|S3", "<U1", "<f3", "f4", "xf4", ""] {
            assert!(Kind::new(descr).is_none(), "{descr}");
        }
    }
}
