//! Words of four bytes that begin anywhere, so that a network in integers has no gaps.

use crate::parameters::plain;

/// An integer or a floating-point number of 32 bits, as little-endian bytes: the same on every machine, and aligned to one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(transparent)]
pub struct Word([u8; 4]);

plain! { impl[] for Word { 0 } }

impl Word {
    /// An integer.
    #[inline(always)]
    pub const fn new(number: i32) -> Self {
        Self(number.to_le_bytes())
    }

    /// The integer.
    #[inline(always)]
    pub const fn get(self) -> i32 {
        i32::from_le_bytes(self.0)
    }

    /// A floating-point number.
    pub const fn from_real(number: f32) -> Self {
        Self(number.to_le_bytes())
    }

    /// The floating-point number.
    pub const fn real(self) -> f32 {
        f32::from_le_bytes(self.0)
    }
}
