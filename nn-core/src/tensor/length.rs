//! A slice of another length than a tensor's.

use crate::report::debug_by_message;
use core::fmt;

/// A slice that does not have as many elements as the tensor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LengthError {
    /// The tensor's sizes.
    pub shape: &'static [usize],
    /// The slice's length.
    pub found: usize,
}

impl fmt::Display for LengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected: usize = self.shape.iter().product();
        write!(f, "a tensor of shape {:?} takes {expected} numbers, found {}", self.shape, self.found)
    }
}

impl core::error::Error for LengthError {}

debug_by_message!(LengthError);
