//! The numbers that tensors compute with: `f32` and `f64`.

use crate::kernels::elementary;
#[cfg(all(target_arch = "x86_64", any(feature = "std", all(target_feature = "avx2", target_feature = "fma"))))]
use crate::kernels::level::Instructions;
use crate::kernels::vector::Portable;
use crate::kernels::{Level, Simd, Vectorized, Work};
use crate::parameters::{Numbers, Plain};
#[cfg(all(target_arch = "x86_64", any(feature = "std", all(target_feature = "avx2", target_feature = "fma"))))]
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
/// The functions exist without an operating system and give the same bits on every machine. They come from `libm`, but for
/// `exp` and its kin in `f32`: those have neither branches nor tables, so that a loop over them becomes vector
/// instructions.
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
    /// The numbers with their type told at run time.
    fn numbers(numbers: &mut [Self]) -> Numbers<'_>;

    /// Calls a kernel with the instructions of one level.
    #[doc(hidden)]
    fn work(level: Level, work: Work<'_, Self>);
    /// Does work with the vectors of one level.
    #[doc(hidden)]
    fn vectorize(level: Level, work: impl Vectorized<Self>);
}

macro_rules! float {
    ($float:ident, $wide:ident $middle:ident $lanes:literal, $ln:ident $ln_1p:ident $sqrt:ident $pow:ident, $functions:ident) => {
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
            fn work(level: Level, work: Work<'_, Self>) {
                work.run(level);
            }
            fn vectorize(level: Level, work: impl Vectorized<$float>) {
                match level.instructions() {
                    #[cfg(all(
                        target_arch = "x86_64",
                        any(feature = "std", all(target_feature = "avx2", target_feature = "fma"))
                    ))]
                    Instructions::Avx512 => {
                        #[target_feature(enable = "avx512f,avx2,fma")]
                        fn avx512(work: impl Vectorized<$float>) {
                            // SAFETY: this function is compiled for these instructions.
                            work.run::<$wide, 8>(unsafe { Simd::new() });
                        }
                        // SAFETY: there is no such level where the CPU does not have these features.
                        unsafe { avx512(work) }
                    }
                    #[cfg(all(
                        target_arch = "x86_64",
                        any(feature = "std", all(target_feature = "avx2", target_feature = "fma"))
                    ))]
                    Instructions::Avx2 => {
                        #[target_feature(enable = "avx2,fma")]
                        fn avx2(work: impl Vectorized<$float>) {
                            // SAFETY: this function is compiled for these instructions.
                            work.run::<$middle, 4>(unsafe { Simd::new() });
                        }
                        // SAFETY: there is no such level where the CPU does not have these features.
                        unsafe { avx2(work) }
                    }
                    _ => {
                        // A function of its own, so that its part of the stack is not taken where another level runs.
                        #[inline(never)]
                        fn baseline(work: impl Vectorized<$float>) {
                            // SAFETY: every CPU has the instructions of the build's target.
                            work.run::<Portable<$float, $lanes>, 4>(unsafe { Simd::new() });
                        }
                        baseline(work);
                    }
                }
            }
        }
    };
}
float!(f32, __m512 __m256 4, logf log1pf sqrtf powf, elementary);
float!(f64, __m512d __m256d 2, log log1p sqrt pow, double);

/// exp and its kin for `f64`.
mod double {
    pub(super) use libm::{exp, expm1 as exp_m1, tanh};

    #[inline]
    pub(super) fn softplus(x: f64) -> f64 {
        let logarithm = libm::log1p(exp(-x.abs()));
        if x > 0.0 { x + logarithm } else { logarithm }
    }

    #[inline]
    pub(super) fn normal(x: f64) -> (f64, f64) {
        let root = core::f64::consts::FRAC_1_SQRT_2;
        let density = 0.5 * core::f64::consts::FRAC_2_SQRT_PI * root * exp(-0.5 * x * x);
        (0.5 * libm::erfc(-x * root), density)
    }
}
