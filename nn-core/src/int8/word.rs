//! Unaligned words of four bytes, so that a quantised network has no padding.

use crate::parameters::plain;

/// A 32-bit integer or floating-point number as little-endian bytes: the same on every machine, and aligned to one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(transparent)]
pub struct Word([u8; 4]);

plain! { impl[] for Word { 0 } }

impl Word {
    /// Stores an integer.
    #[inline(always)]
    pub const fn new(number: i32) -> Self {
        Self(number.to_le_bytes())
    }

    /// Returns the integer.
    #[inline(always)]
    pub const fn get(self) -> i32 {
        i32::from_le_bytes(self.0)
    }

    /// Stores a floating-point number.
    pub const fn from_real(number: f32) -> Self {
        Self(number.to_le_bytes())
    }

    /// Returns the floating-point number.
    pub const fn real(self) -> f32 {
        f32::from_le_bytes(self.0)
    }
}
