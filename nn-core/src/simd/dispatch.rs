//! Dispatch of vectorised work to the vector type of each level and element type.

use super::element::Element;
#[cfg(all(target_arch = "x86_64", any(feature = "std", all(target_feature = "avx2", target_feature = "fma"))))]
use super::level::Instructions;
use super::level::Level;
use super::portable::Portable;
use super::token::Simd;
use super::vector::Vectorized;
#[cfg(all(target_arch = "x86_64", any(feature = "std", all(target_feature = "avx2", target_feature = "fma"))))]
use core::arch::x86_64::{__m256, __m256d, __m512, __m512d};

/// An element type with a vector type for each level.
#[doc(hidden)]
pub trait Dispatch: Element {
    /// Runs work with the vector type of one level.
    fn vectorize(level: Level, work: impl Vectorized<Self>);
}

macro_rules! dispatch {
    ($float:ident: $wide:ident $middle:ident $lanes:literal) => {
        impl Dispatch for $float {
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
                        // SAFETY: such a level exists only if the CPU has these features.
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
                        // SAFETY: such a level exists only if the CPU has these features.
                        unsafe { avx2(work) }
                    }
                    _ => {
                        // A function of its own, so that other levels do not reserve its stack frame.
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
dispatch!(f32: __m512 __m256 4);
dispatch!(f64: __m512d __m256d 2);
