//! The numbers that tensors compute with: `f32` and `f64`.

use super::{double, single};
use crate::float::Numbers;
use crate::plain::Plain;
use crate::simd::Dispatch;
use core::fmt::{Debug, Display};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// `f32` or `f64`. Sealed.
///
/// The functions exist without an operating system and give the same bits on every machine. They come from `libm`, but for
/// `exp` and its kin in `f32`: those have neither branches nor tables, so that a loop over them becomes vector
/// instructions.
#[diagnostic::on_unimplemented(message = "`{Self}` is not `f32` or `f64`")]
pub trait Float:
    sealed::Sealed
    + Dispatch
    + Plain
    + Copy
    + Default
    + PartialOrd
    + Debug
    + Display
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + core::iter::Sum
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// Less than every other number.
    const NEG_INFINITY: Self;
    /// The smallest positive normal number.
    const MIN_POSITIVE: Self;
    /// The distance from 1 to the next larger number.
    const EPSILON: Self;

    /// The nearest number of this type.
    fn from_f64(value: f64) -> Self;
    /// The same number in `f64`.
    fn to_f64(self) -> f64;
    /// e to the power of `self`; in `f32` to 1.1 units in the last place.
    fn exp(self) -> Self;
    /// e to the power of `self`, less 1, exact near zero; in `f32` to 1.5 units in the last place.
    fn exp_m1(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// The natural logarithm of `1 + self`, exact near zero.
    fn ln_1p(self) -> Self;
    /// The hyperbolic tangent; in `f32` to 3 units in the last place.
    fn tanh(self) -> Self;
    /// ln(1 + exp(`self`)), which neither overflows nor vanishes early; in `f32` to 2.5 units in the last place.
    fn softplus(self) -> Self;
    /// The distribution function and the density of the standard normal distribution: (1 + erf(x / sqrt(2))) / 2 and
    /// exp(-x^2 / 2) / sqrt(2 pi); in `f32` to 2.5e-7.
    fn normal(self) -> (Self, Self);
    /// The square root.
    fn sqrt(self) -> Self;
    /// `self` to the power of `exponent`.
    fn powf(self, exponent: Self) -> Self;
    /// The absolute value.
    fn abs(self) -> Self;
    /// Neither infinite nor NaN.
    fn is_finite(self) -> bool;
    /// The larger of the two; the other one if one is NaN.
    fn max(self, other: Self) -> Self;
    /// The smaller of the two; the other one if one is NaN.
    fn min(self, other: Self) -> Self;

    /// The bits, in the lower half for `f32`.
    fn to_bits(self) -> u64;
    /// The number with these bits, for `f32` those of the lower half.
    fn from_bits(bits: u64) -> Self;
    /// The slice under its concrete type.
    fn numbers(numbers: &mut [Self]) -> Numbers<'_>;

    /// A value of a family's type for this kind of number, under its concrete type.
    #[doc(hidden)]
    fn resolve<F: Family>(value: F::Of<Self>) -> Either<F>;
}

/// A type for each kind of number.
#[doc(hidden)]
pub trait Family {
    /// The type for one of them.
    type Of<T: Float>;
}

/// A value of the type for one kind of number or for the other.
#[doc(hidden)]
pub enum Either<F: Family> {
    /// For `f32`.
    Single(F::Of<f32>),
    /// For `f64`.
    Double(F::Of<f64>),
}

macro_rules! float {
    ($float:ident $variant:ident, $ln:ident $ln_1p:ident $sqrt:ident $pow:ident, $functions:ident) => {
        impl Float for $float {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const NEG_INFINITY: Self = $float::NEG_INFINITY;
            const MIN_POSITIVE: Self = $float::MIN_POSITIVE;
            const EPSILON: Self = $float::EPSILON;
            #[inline]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            #[inline]
            fn to_bits(self) -> u64 {
                u64::from($float::to_bits(self))
            }
            #[inline]
            fn from_bits(bits: u64) -> Self {
                $float::from_bits(bits as _)
            }
            fn numbers(numbers: &mut [Self]) -> Numbers<'_> {
                numbers.into()
            }
            #[inline]
            fn exp(self) -> Self {
                $functions::exp(self)
            }
            #[inline]
            fn exp_m1(self) -> Self {
                $functions::exp_m1(self)
            }
            #[inline]
            fn ln(self) -> Self {
                libm::$ln(self)
            }
            #[inline]
            fn ln_1p(self) -> Self {
                libm::$ln_1p(self)
            }
            #[inline]
            fn tanh(self) -> Self {
                $functions::tanh(self)
            }
            #[inline]
            fn softplus(self) -> Self {
                $functions::softplus(self)
            }
            #[inline]
            fn normal(self) -> (Self, Self) {
                $functions::normal(self)
            }
            // Both are correctly rounded, so their bits are the same; the compiler vectorises the first alone.
            #[cfg(feature = "std")]
            #[inline]
            fn sqrt(self) -> Self {
                $float::sqrt(self)
            }
            #[cfg(not(feature = "std"))]
            #[inline]
            fn sqrt(self) -> Self {
                libm::$sqrt(self)
            }
            #[inline]
            fn powf(self, exponent: Self) -> Self {
                libm::$pow(self, exponent)
            }
            #[inline]
            fn abs(self) -> Self {
                $float::abs(self)
            }
            #[inline]
            fn is_finite(self) -> bool {
                $float::is_finite(self)
            }
            #[inline]
            fn max(self, other: Self) -> Self {
                $float::max(self, other)
            }
            #[inline]
            fn min(self, other: Self) -> Self {
                $float::min(self, other)
            }
            #[inline(always)]
            fn resolve<F: Family>(value: F::Of<Self>) -> Either<F> {
                Either::$variant(value)
            }
        }
    };
}
float!(f32 Single, logf log1pf sqrtf powf, single);
float!(f64 Double, log log1p sqrt pow, double);
