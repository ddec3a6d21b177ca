//! Numbers side by side in a register of the CPU.

use crate::float::Float;

/// A few numbers side by side, nothing else.
///
/// # Safety
/// The type is an array of [`Lane`](Vector::Lane)s in memory, any bits are a value.
#[doc(hidden)]
pub unsafe trait Vector: Copy {
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

    /// The numbers of a slice with at most as many as there are lanes; 0 in the lanes behind it.
    ///
    /// # Safety
    /// The CPU has the instructions of this type.
    unsafe fn load(numbers: &[Self::Lane]) -> Self;

    /// Writes the first lanes to a slice with at most as many numbers as there are lanes.
    ///
    /// # Safety
    /// The CPU has the instructions of this type.
    unsafe fn store(self, numbers: &mut [Self::Lane]);

    /// Makes rows of the columns of a square, as many of each as there are lanes.
    ///
    /// # Safety
    /// The CPU has the instructions of this type.
    #[inline(always)]
    unsafe fn transpose(square: &mut [Self; MOST_LANES]) {
        // SAFETY: a vector in memory is an array of its lanes.
        let numbers = unsafe {
            core::slice::from_raw_parts_mut(square.as_mut_ptr().cast::<Self::Lane>(), Self::LANES * Self::LANES)
        };
        for i in 0..Self::LANES {
            for j in 0..i {
                numbers.swap(i * Self::LANES + j, j * Self::LANES + i);
            }
        }
    }

    /// The sum of all lanes, in halves.
    ///
    /// # Safety
    /// The CPU has the instructions of this type.
    #[inline(always)]
    unsafe fn add_up(self) -> Self::Lane {
        let mut lanes = [Self::Lane::ZERO; MOST_LANES];
        // SAFETY: the caller's promise, passed on.
        unsafe { self.store(&mut lanes[..Self::LANES]) };
        let mut count = Self::LANES;
        while count > 1 {
            count /= 2;
            for i in 0..count {
                lanes[i] += lanes[i + count];
            }
        }
        lanes[0]
    }
}

/// No vector has more lanes.
pub(crate) const MOST_LANES: usize = 16;

/// Work that is done with vectors of any kind.
#[doc(hidden)]
pub trait Vectorized<T: Float> {
    /// Does it, with tiles of at most `ROWS` rows, 8 or 4: as many as the registers of the kind have room for.
    ///
    /// # Safety
    /// The CPU has the instructions of `V`.
    unsafe fn run<V: Vector<Lane = T>, const ROWS: usize>(self);
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

    #[inline(always)]
    unsafe fn load(numbers: &[T]) -> Self {
        let mut lanes = [T::ZERO; LANES];
        lanes.iter_mut().zip(numbers).for_each(|(lane, &number)| *lane = number);
        Self(lanes)
    }

    #[inline(always)]
    unsafe fn store(self, numbers: &mut [T]) {
        numbers.iter_mut().zip(self.0).for_each(|(number, lane)| *number = lane);
    }
}

#[cfg(all(target_arch = "x86_64", feature = "std"))]
macro_rules! register {
    ($register:ident: $lane:ident, $splat:ident, $multiply_add:ident, mask $mask:ident, $load:ident, $store:ident, $add_up:ident $(, $transpose:ident)?) => {
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

            #[inline(always)]
            unsafe fn load(numbers: &[$lane]) -> Self {
                if numbers.len() >= Self::LANES {
                    // SAFETY: the slice has as many numbers as there are lanes.
                    return unsafe { numbers.as_ptr().cast::<Self>().read_unaligned() };
                }
                // SAFETY: the mask's lanes are those of the slice; the caller's promise is passed on.
                unsafe { $load(numbers.as_ptr(), $mask(numbers.len())) }
            }

            #[inline(always)]
            unsafe fn store(self, numbers: &mut [$lane]) {
                if numbers.len() >= Self::LANES {
                    // SAFETY: the slice has as many numbers as there are lanes.
                    return unsafe { numbers.as_mut_ptr().cast::<Self>().write_unaligned(self) };
                }
                // SAFETY: the mask's lanes are those of the slice; the caller's promise is passed on.
                unsafe { $store(numbers.as_mut_ptr(), $mask(numbers.len()), self) }
            }

            #[inline(always)]
            unsafe fn add_up(self) -> $lane {
                // SAFETY: the caller's promise, passed on.
                unsafe { $add_up(self) }
            }

            $(
                #[inline(always)]
                unsafe fn transpose(square: &mut [Self; MOST_LANES]) {
                    // SAFETY: the caller's promise, passed on.
                    unsafe { $transpose(square) }
                }
            )?
        }
    };
}
#[cfg(all(target_arch = "x86_64", feature = "std"))]
mod registers {
    use super::{MOST_LANES, Vector};
    use core::arch::x86_64::*;

    /// Ones for the first lanes.
    #[inline(always)]
    fn first_of_16(lanes: usize) -> __mmask16 {
        (1 << lanes) - 1
    }

    /// Ones for the first lanes.
    #[inline(always)]
    fn first_of_8(lanes: usize) -> __mmask8 {
        (1 << lanes) - 1
    }

    // Ones, then zeros: a window of them is a mask.
    static MASKS_32: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
    static MASKS_64: [i64; 8] = [-1, -1, -1, -1, 0, 0, 0, 0];

    /// Ones for the first lanes, of 8.
    #[inline(always)]
    fn first_of_8_wide(lanes: usize) -> __m256i {
        let mask = &MASKS_32[8 - lanes..][..8];
        // SAFETY: the slice has eight numbers of 32 bits.
        unsafe { mask.as_ptr().cast::<__m256i>().read_unaligned() }
    }

    /// Ones for the first lanes, of 4.
    #[inline(always)]
    fn first_of_4_wide(lanes: usize) -> __m256i {
        let mask = &MASKS_64[4 - lanes..][..4];
        // SAFETY: the slice has four numbers of 64 bits.
        unsafe { mask.as_ptr().cast::<__m256i>().read_unaligned() }
    }

    /// The masked load, with the order of arguments of the narrower ones.
    #[inline(always)]
    unsafe fn load_ps(numbers: *const f32, mask: __mmask16) -> __m512 {
        // SAFETY: the caller's promise, passed on.
        unsafe { _mm512_maskz_loadu_ps(mask, numbers) }
    }

    /// The masked load, with the order of arguments of the narrower ones.
    #[inline(always)]
    unsafe fn load_pd(numbers: *const f64, mask: __mmask8) -> __m512d {
        // SAFETY: the caller's promise, passed on.
        unsafe { _mm512_maskz_loadu_pd(mask, numbers) }
    }

    /// The sum of eight lanes, in halves.
    #[inline(always)]
    unsafe fn add_up_ps(lanes: __m256) -> f32 {
        // SAFETY: the caller's promise, passed on.
        unsafe {
            let four = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps::<1>(lanes));
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
        }
    }

    /// The sum of four lanes, in halves.
    #[inline(always)]
    unsafe fn add_up_pd(lanes: __m256d) -> f64 {
        // SAFETY: the caller's promise, passed on.
        unsafe {
            let two = _mm_add_pd(_mm256_castpd256_pd128(lanes), _mm256_extractf128_pd::<1>(lanes));
            _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
        }
    }

    /// Squares of 4 by 4 within each 128 bits, of four rows at a time.
    macro_rules! transpose_fours {
        ($rows:ident, $unpack_low:ident, $unpack_high:ident, $to_pairs:ident, $from_pairs:ident, $pairs_low:ident, $pairs_high:ident) => {
            for four in $rows.chunks_exact_mut(4) {
                let [low1, high1] = [$unpack_low(four[0], four[1]), $unpack_high(four[0], four[1])].map(|v| $to_pairs(v));
                let [low2, high2] = [$unpack_low(four[2], four[3]), $unpack_high(four[2], four[3])].map(|v| $to_pairs(v));
                four[0] = $from_pairs($pairs_low(low1, low2));
                four[1] = $from_pairs($pairs_high(low1, low2));
                four[2] = $from_pairs($pairs_low(high1, high2));
                four[3] = $from_pairs($pairs_high(high1, high2));
            }
        };
    }

    /// 16 by 16.
    #[inline(always)]
    unsafe fn transpose_16(rows: &mut [__m512; MOST_LANES]) {
        // SAFETY: the caller's promise, passed on.
        unsafe {
            transpose_fours!(
                rows,
                _mm512_unpacklo_ps,
                _mm512_unpackhi_ps,
                _mm512_castps_pd,
                _mm512_castpd_ps,
                _mm512_unpacklo_pd,
                _mm512_unpackhi_pd
            );
            // Then the squares themselves change places.
            for i in 0..4 {
                let [a, b, c, d] = [rows[i], rows[4 + i], rows[8 + i], rows[12 + i]];
                let (even1, odd1) = (_mm512_shuffle_f32x4::<0x88>(a, b), _mm512_shuffle_f32x4::<0xdd>(a, b));
                let (even2, odd2) = (_mm512_shuffle_f32x4::<0x88>(c, d), _mm512_shuffle_f32x4::<0xdd>(c, d));
                rows[i] = _mm512_shuffle_f32x4::<0x88>(even1, even2);
                rows[4 + i] = _mm512_shuffle_f32x4::<0x88>(odd1, odd2);
                rows[8 + i] = _mm512_shuffle_f32x4::<0xdd>(even1, even2);
                rows[12 + i] = _mm512_shuffle_f32x4::<0xdd>(odd1, odd2);
            }
        }
    }

    /// 8 by 8: the first eight rows.
    #[inline(always)]
    unsafe fn transpose_8(rows: &mut [__m256; MOST_LANES]) {
        let rows = &mut rows[..8];
        // SAFETY: the caller's promise, passed on.
        unsafe {
            transpose_fours!(
                rows,
                _mm256_unpacklo_ps,
                _mm256_unpackhi_ps,
                _mm256_castps_pd,
                _mm256_castpd_ps,
                _mm256_unpacklo_pd,
                _mm256_unpackhi_pd
            );
            for i in 0..4 {
                let (a, b) = (rows[i], rows[4 + i]);
                rows[i] = _mm256_permute2f128_ps::<0x20>(a, b);
                rows[4 + i] = _mm256_permute2f128_ps::<0x31>(a, b);
            }
        }
    }

    register!(__m512: f32, _mm512_set1_ps, _mm512_fmadd_ps, mask first_of_16, load_ps, _mm512_mask_storeu_ps, _mm512_reduce_add_ps, transpose_16);
    register!(__m512d: f64, _mm512_set1_pd, _mm512_fmadd_pd, mask first_of_8, load_pd, _mm512_mask_storeu_pd, _mm512_reduce_add_pd);
    register!(__m256: f32, _mm256_set1_ps, _mm256_fmadd_ps, mask first_of_8_wide, _mm256_maskload_ps, _mm256_maskstore_ps, add_up_ps, transpose_8);
    register!(__m256d: f64, _mm256_set1_pd, _mm256_fmadd_pd, mask first_of_4_wide, _mm256_maskload_pd, _mm256_maskstore_pd, add_up_pd);
}
