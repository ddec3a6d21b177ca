//! Floating-point attributes, compared by their bits.

use core::fmt;

/// A floating-point attribute of an operation. Two scalars are equal if they are bit-identical.
///
/// ```
/// use nn::graph::Scalar;
/// const SLOPE: Scalar = Scalar::new(0.1);
/// assert_eq!(SLOPE.get(), 0.1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scalar(u64);

impl Scalar {
    /// Creates an attribute with this value.
    pub const fn new(value: f64) -> Self {
        Scalar(value.to_bits())
    }

    /// Returns the value.
    pub const fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl fmt::Debug for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
