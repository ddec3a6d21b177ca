//! A digest of many values, printed as one line.

use crate::machine;
use core::fmt::{self, Write};
use nn::Float;

/// The 64-bit FNV-1a hash of the bits of a sequence of values.
pub(crate) struct Digest(u64);

impl Digest {
    pub(crate) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(crate) fn bits(&mut self, bits: u64) {
        for byte in bits.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Adds a value. All NaN count as one value, since IEEE 754 leaves their payload to the machine.
    pub(crate) fn number<T: Float>(&mut self, number: T) {
        self.bits(if number.to_f64().is_nan() { 0 } else { number.to_bits() });
    }

    pub(crate) fn numbers<T: Float>(&mut self, numbers: &[T]) {
        numbers.iter().for_each(|&number| self.number(number));
    }

    /// Prints the digest, followed by a description of its input.
    pub(crate) fn print(self, what: fmt::Arguments<'_>) {
        print_line(format_args!("{:016x}  {what}", self.0));
    }
}

/// Prints a line.
pub(crate) fn print_line(line: fmt::Arguments<'_>) {
    // Printing fails on none of the targets.
    _ = writeln!(Printer, "{line}");
}

struct Printer;

impl Write for Printer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        machine::print(text);
        Ok(())
    }
}
