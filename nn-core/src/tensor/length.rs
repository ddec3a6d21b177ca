//! The error for a slice whose length is not that of the tensor.

use crate::report::debug_by_message;
use core::fmt;

/// The error for a slice that does not have as many elements as the tensor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LengthError {
    /// The dimensions of the tensor.
    pub shape: &'static [usize],
    /// The length of the slice.
    pub found: usize,
}

impl fmt::Display for LengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected: usize = self.shape.iter().product();
        write!(f, "a tensor of shape {:?} expects {expected} elements, found {}", self.shape, self.found)
    }
}

impl core::error::Error for LengthError {}

debug_by_message!(LengthError);
