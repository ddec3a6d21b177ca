//! The numbers that tensors compute with: `f32` and `f64`.

use crate::kernels::vector::Portable;
use crate::kernels::{Level, Vectorized};
use crate::plain::Plain;
#[cfg(all(target_arch = "x86_64", feature = "std"))]
use core::arch::x86_64::{__m256, __m256d, __m512, __m512d};
use core::fmt::{Debug, Display};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// `f32` or `f64`. Sealed.
///
/// The functions come from `libm`, so that they exist without an operating system and give the same bits on every
/// machine.
#[diagnostic::on_unimplemented(message = "`{Self}` is not `f32` or `f64`")]
pub trait Float:
    sealed::Sealed
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

    /// The nearest number of this type.
    fn from_f64(value: f64) -> Self;
    /// The same number in `f64`.
    fn to_f64(self) -> f64;
    /// e to the power of `self`.
    fn exp(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// The natural logarithm of `1 + self`, exact near zero.
    fn ln_1p(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh(self) -> Self;
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

    /// Does work with the instructions of one level.
    #[doc(hidden)]
    fn vectorize(level: Level, work: impl Vectorized<Self>);
}

macro_rules! float {
    ($float:ident, $wide:ident $middle:ident $lanes:literal, $exp:ident $ln:ident $ln_1p:ident $tanh:ident $sqrt:ident $pow:ident) => {
        impl Float for $float {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const NEG_INFINITY: Self = $float::NEG_INFINITY;
            const MIN_POSITIVE: Self = $float::MIN_POSITIVE;
            #[inline]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            #[inline]
            fn exp(self) -> Self {
                libm::$exp(self)
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
                libm::$tanh(self)
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
            fn vectorize(level: Level, work: impl Vectorized<$float>) {
                match level {
                    #[cfg(all(target_arch = "x86_64", feature = "std"))]
                    Level::Avx512 => {
                        #[target_feature(enable = "avx512f,avx2,fma")]
                        fn avx512(work: impl Vectorized<$float>) {
                            // SAFETY: this function is compiled for these instructions.
                            unsafe { work.run::<$wide, 8>() };
                        }
                        // SAFETY: `Level::Avx512` is chosen only where the CPU has these features.
                        unsafe { avx512(work) }
                    }
                    #[cfg(all(target_arch = "x86_64", feature = "std"))]
                    Level::Avx2 => {
                        #[target_feature(enable = "avx2,fma")]
                        fn avx2(work: impl Vectorized<$float>) {
                            // SAFETY: this function is compiled for these instructions.
                            unsafe { work.run::<$middle, 4>() };
                        }
                        // SAFETY: `Level::Avx2` is chosen only where the CPU has these features.
                        unsafe { avx2(work) }
                    }
                    _ => {
                        // A function of its own, so that its part of the stack is not taken where another level runs.
                        #[inline(never)]
                        fn baseline(work: impl Vectorized<$float>) {
                            // SAFETY: every CPU has the instructions of the build's target.
                            unsafe { work.run::<Portable<$float, $lanes>, 4>() };
                        }
                        baseline(work);
                    }
                }
            }
        }
    };
}
float!(f32, __m512 __m256 4, expf logf log1pf tanhf sqrtf powf);
float!(f64, __m512d __m256d 2, exp log log1p tanh sqrt pow);
