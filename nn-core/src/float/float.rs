//! The trait of the floating-point types of tensors, `f32` and `f64`.

use super::{double, single};
use crate::float::FloatsMut;
use crate::plain::Plain;
use crate::simd::Dispatch;
use core::fmt::{Debug, Display};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// A floating-point type: `f32` or `f64`. Sealed.
///
/// The functions need no operating system, and their results are bit-identical on every machine. They come from `libm`, except
/// for `exp` and related functions in `f32`, which have neither branches nor tables, so that loops over them are vectorised.
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
    /// The number 0.
    const ZERO: Self;
    /// The number 1.
    const ONE: Self;
    /// Negative infinity.
    const NEG_INFINITY: Self;
    /// The smallest positive normal number.
    const MIN_POSITIVE: Self;
    /// The distance from 1 to the next larger number.
    const EPSILON: Self;

    /// Converts from `f64`, rounding to the nearest number of this type. Generic code writes its constants as `T::from_f64(0.5)`.
    fn from_f64(value: f64) -> Self;
    /// Converts to `f64`, exactly.
    fn to_f64(self) -> f64;
    /// Returns e to the power of `self`; in `f32` to 1.1 units in the last place.
    fn exp(self) -> Self;
    /// Returns e to the power of `self`, minus 1, accurate near zero; in `f32` to 1.5 units in the last place.
    fn exp_m1(self) -> Self;
    /// Returns the natural logarithm.
    fn ln(self) -> Self;
    /// Returns the natural logarithm of `1 + self`, accurate near zero.
    fn ln_1p(self) -> Self;
    /// Returns the hyperbolic tangent; in `f32` to 3 units in the last place.
    fn tanh(self) -> Self;
    /// Returns ln(1 + exp(`self`)) without intermediate overflow or underflow; in `f32` to 2.5 units in the last place.
    fn softplus(self) -> Self;
    /// Returns the distribution function and the density of the standard normal distribution: (1 + erf(x / sqrt(2))) / 2 and
    /// exp(-x^2 / 2) / sqrt(2 pi); in `f32` to 2.5e-7.
    fn normal(self) -> (Self, Self);
    /// Returns the error function.
    fn erf(self) -> Self;
    /// Returns the sine of `self`, in radians.
    fn sin(self) -> Self;
    /// Returns the cosine of `self`, in radians.
    fn cos(self) -> Self;
    /// Returns the largest integer that is not larger than `self`.
    fn floor(self) -> Self;
    /// Returns the square root.
    fn sqrt(self) -> Self;
    /// Returns `self` to the power of `exponent`.
    fn powf(self, exponent: Self) -> Self;
    /// Returns the absolute value.
    fn abs(self) -> Self;
    /// Returns whether the number is neither infinite nor NaN.
    fn is_finite(self) -> bool;
    /// Returns the larger of the two numbers; if one is NaN, the other one.
    fn max(self, other: Self) -> Self;
    /// Returns the smaller of the two numbers; if one is NaN, the other one.
    fn min(self, other: Self) -> Self;

    /// Returns the bits; those of an `f32` are in the lower half.
    fn to_bits(self) -> u64;
    /// Returns the number with these bits; those of an `f32` are in the lower half.
    fn from_bits(bits: u64) -> Self;
    /// Returns the slice with its concrete element type.
    fn floats_mut(elements: &mut [Self]) -> FloatsMut<'_>;

    /// Calls the function of a `ByType` for this type.
    #[doc(hidden)]
    fn call<F: ByType>(argument: F::Of<Self>);
}

/// One function for each [`Float`].
#[doc(hidden)]
pub trait ByType {
    /// The argument of the function for `T`.
    type Of<T: Float>;
    /// The function for `f32`.
    fn single(argument: Self::Of<f32>);
    /// The function for `f64`.
    fn double(argument: Self::Of<f64>);
}

macro_rules! float {
    ($float:ident, $ln:ident $ln_1p:ident $sqrt:ident $pow:ident $erf:ident $sin:ident $cos:ident $floor:ident, $functions:ident) => {
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
            fn floats_mut(elements: &mut [Self]) -> FloatsMut<'_> {
                elements.into()
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
            #[inline]
            fn erf(self) -> Self {
                libm::$erf(self)
            }
            #[inline]
            fn sin(self) -> Self {
                libm::$sin(self)
            }
            #[inline]
            fn cos(self) -> Self {
                libm::$cos(self)
            }
            // Exact, hence bit-identical; the compiler vectorises only this one.
            #[cfg(feature = "std")]
            #[inline]
            fn floor(self) -> Self {
                $float::floor(self)
            }
            #[cfg(not(feature = "std"))]
            #[inline]
            fn floor(self) -> Self {
                libm::$floor(self)
            }
            // Both are correctly rounded, hence bit-identical; the compiler vectorises only this one.
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
            fn call<F: ByType>(argument: F::Of<Self>) {
                F::$functions(argument);
            }
        }
    };
}
float!(f32, logf log1pf sqrtf powf erff sinf cosf floorf, single);
float!(f64, log log1p sqrt pow erf sin cos floor, double);
