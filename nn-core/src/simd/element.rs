//! The element type of vectors.

use core::iter::Sum;
use core::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A number that a vector has lanes of, with the arithmetic that vectors have.
#[doc(hidden)]
pub trait Element:
    Copy
    + Default
    + From<u8>
    + PartialOrd
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + Sum
{
}

impl Element for f32 {}
impl Element for f64 {}
