//! Numbers side by side in a register of the CPU.

use crate::float::Float;
#[cfg(all(target_arch = "x86_64", feature = "std"))]
use core::arch::x86_64::*;

/// A few numbers side by side, nothing else.
///
/// # Safety
/// The type is an array of [`Lane`](Vector::Lane)s in memory, any bits are a value.
pub(crate) unsafe trait Vector: Copy {
    /// The kind of number.
    type Lane: Float;
    /// How many numbers there are.
    const LANES: usize = size_of::<Self>() / size_of::<Self::Lane>();

    /// The same number in every lane.
    ///
    /// # Safety
    /// The CPU has the instructions of this type.
    unsafe fn splat(number: Self::Lane) -> Self;

    /// `self * b + c`, lane by lane.
    ///
    /// # Safety
    /// The CPU has the instructions of this type.
    unsafe fn multiply_add(self, b: Self, c: Self) -> Self;
}

/// `LANES` numbers that any CPU can work with: the product is rounded before the sum.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Portable<T, const LANES: usize>([T; LANES]);

// SAFETY: it is an array of numbers.
unsafe impl<T: Float, const LANES: usize> Vector for Portable<T, LANES> {
    type Lane = T;

    #[inline(always)]
    unsafe fn splat(number: T) -> Self {
        Self([number; LANES])
    }

    #[inline(always)]
    unsafe fn multiply_add(self, b: Self, c: Self) -> Self {
        let mut sum = c.0;
        for (sum, (&a, &b)) in sum.iter_mut().zip(self.0.iter().zip(&b.0)) {
            *sum += a * b;
        }
        Self(sum)
    }
}

#[cfg(all(target_arch = "x86_64", feature = "std"))]
macro_rules! register {
    ($($register:ident $lane:ident $splat:ident $multiply_add:ident)*) => {
        $(
            // SAFETY: a register in memory is an array of its lanes.
            unsafe impl Vector for $register {
                type Lane = $lane;

                #[inline(always)]
                unsafe fn splat(number: $lane) -> Self {
                    // SAFETY: the caller's promise, passed on.
                    unsafe { $splat(number) }
                }

                #[inline(always)]
                unsafe fn multiply_add(self, b: Self, c: Self) -> Self {
                    // SAFETY: the caller's promise, passed on.
                    unsafe { $multiply_add(self, b, c) }
                }
            }
        )*
    };
}
#[cfg(all(target_arch = "x86_64", feature = "std"))]
register! {
    __m512 f32 _mm512_set1_ps _mm512_fmadd_ps
    __m512d f64 _mm512_set1_pd _mm512_fmadd_pd
    __m256 f32 _mm256_set1_ps _mm256_fmadd_ps
    __m256d f64 _mm256_set1_pd _mm256_fmadd_pd
}
