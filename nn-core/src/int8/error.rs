//! Why a network has no form in integers.

use crate::report::debug_by_message;
use core::fmt;

/// Why a network has no form in integers, or its numbers are none: at which layer, and what.
#[derive(Clone, Copy, PartialEq)]
pub struct QuantizeError {
    /// The layer, or the value that it gives.
    pub at: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a layer's numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// No sample was seen.
    Unseen,
    /// A number is NaN or infinite.
    NotFinite,
    /// The sum of an output can leave the 32 bits that it has.
    Overflow {
        /// The output.
        row: usize,
        /// The largest sum, by amount.
        most: u64,
    },
    /// A shift that is not from 1 to 62.
    Shift(i8),
    /// A multiplier that is not from 0 to this.
    Multiplier(i32),
    /// A scale that is not positive and finite.
    Scale(f32),
}

impl Fault {
    /// The same with the layer that it is found at.
    pub const fn at(self, at: &'static str) -> QuantizeError {
        QuantizeError { at, fault: self }
    }
}

impl fmt::Display for QuantizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at;
        match self.fault {
            Fault::Unseen => write!(f, "no sample was seen: how large `{at}` becomes is not known"),
            Fault::NotFinite => write!(f, "`{at}` has a number that is NaN or infinite, expected only finite numbers"),
            Fault::Overflow { row, most } => {
                write!(f, "`{at}`: the sum of output {row} can be {most}, expected less than 2^31")
            }
            Fault::Shift(shift) => write!(f, "`{at}` has the shift {shift}, expected one from 1 to 62"),
            Fault::Multiplier(most) => write!(f, "`{at}` has a multiplier that is not from 0 to {most}"),
            Fault::Scale(scale) => write!(f, "`{at}` has the scale {scale}, expected one that is positive and finite"),
        }
    }
}

impl core::error::Error for QuantizeError {}

debug_by_message!(QuantizeError);
