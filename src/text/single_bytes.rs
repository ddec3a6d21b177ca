//! The slices of a single byte.

/// Every byte, in order.
static ALL: [u8; 256] = {
    let mut all = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        all[byte] = byte as u8;
        byte += 1;
    }
    all
};

/// Returns the slice of this byte; `None` for an index above 255.
pub(super) fn single_byte(index: usize) -> Option<&'static [u8]> {
    ALL.get(index..)?.get(..1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_its_slice() {
        assert!((0..=255).all(|byte: u8| single_byte(byte.into()) == Some(&[byte][..])));
        assert_eq!((single_byte(256), single_byte(usize::MAX)), (None, None));
    }
}
