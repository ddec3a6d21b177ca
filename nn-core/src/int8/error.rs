//! Errors of quantisation.

use crate::report::debug_by_message;
use core::fmt;

/// The reason why a network cannot be quantised, or why a quantised network is invalid, with the affected layer.
#[derive(Clone, Copy, PartialEq)]
pub struct QuantizeError {
    /// The name of the layer, or of the value.
    pub at: &'static str,
    /// The kind of fault.
    pub fault: Fault,
}

/// A fault of a layer or of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// No sample was recorded.
    NotCalibrated,
    /// A parameter or a value is NaN or infinite.
    NotFinite,
    /// The 32-bit sum of an output can overflow.
    Overflow {
        /// The index of the output.
        row: usize,
        /// The largest absolute value of the sum.
        most: u64,
    },
    /// A shift that is not from 1 to 62.
    Shift(i8),
    /// A multiplier that is not from 0 to this maximum.
    Multiplier(i32),
    /// A scale that is not positive and finite.
    Scale(f32),
}

impl Fault {
    /// Returns the error for this fault at a layer.
    pub const fn at(self, at: &'static str) -> QuantizeError {
        QuantizeError { at, fault: self }
    }
}

impl fmt::Display for QuantizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at;
        match self.fault {
            Fault::NotCalibrated => write!(f, "no sample was observed: the range of `{at}` is unknown"),
            Fault::NotFinite => write!(f, "`{at}` contains NaN or infinity, expected only finite values"),
            Fault::Overflow { row, most } => {
                write!(f, "`{at}`: the sum of output {row} can reach {most}, expected less than 2^31")
            }
            Fault::Shift(shift) => write!(f, "`{at}` has the shift {shift}, expected 1 to 62"),
            Fault::Multiplier(most) => write!(f, "`{at}` has a multiplier out of range, expected 0 to {most}"),
            Fault::Scale(scale) => write!(f, "`{at}` has the scale {scale}, expected a positive, finite one"),
        }
    }
}

impl core::error::Error for QuantizeError {}

debug_by_message!(QuantizeError);
