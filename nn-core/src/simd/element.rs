//! The element type of vectors.

use core::iter::Sum;
use core::ops::{Add, AddAssign, Mul, Neg, Sub};

/// The type of a vector's lanes, with the arithmetic that vectors support.
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
