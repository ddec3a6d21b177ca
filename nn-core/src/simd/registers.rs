//! x86-64 vectors: registers of 256 and 512 bits, with fused multiply-add.

use super::token::Simd;
use super::vector::{MOST_LANES, Vector};
use core::arch::x86_64::*;

macro_rules! register {
    ($register:ident: $lane:ident, $mask_type:ident, $splat:ident, $multiply_add:ident, mask $mask:ident, $load:ident, $store:ident, $add_up:ident, $separate:ident, $join:ident, $wins_over:ident, $max:ident, $select:ident $(, $transpose:ident)?) => {
        // SAFETY: a register in memory is an array of its lanes.
        unsafe impl Vector for $register {
            type Lane = $lane;
            type Mask = $mask_type;

            #[inline(always)]
            fn splat(_: Simd<Self>, number: $lane) -> Self {
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $splat(number) }
            }

            #[inline(always)]
            fn multiply_add(self, _: Simd<Self>, b: Self, c: Self) -> Self {
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $multiply_add(self, b, c) }
            }

            #[inline(always)]
            fn load(_: Simd<Self>, numbers: &[$lane]) -> Self {
                if numbers.len() >= Self::LANES {
                    // SAFETY: the slice has at least as many elements as there are lanes.
                    return unsafe { numbers.as_ptr().cast::<Self>().read_unaligned() };
                }
                // SAFETY: the mask has the lanes of the slice only; the token proves that the CPU has the instruction.
                unsafe { $load(numbers.as_ptr(), $mask(numbers.len())) }
            }

            #[inline(always)]
            fn store(self, _: Simd<Self>, numbers: &mut [$lane]) {
                if numbers.len() >= Self::LANES {
                    // SAFETY: the slice has at least as many elements as there are lanes.
                    return unsafe { numbers.as_mut_ptr().cast::<Self>().write_unaligned(self) };
                }
                // SAFETY: the mask has the lanes of the slice only; the token proves that the CPU has the instruction.
                unsafe { $store(numbers.as_mut_ptr(), $mask(numbers.len()), self) }
            }

            #[inline(always)]
            fn add_up(self, _: Simd<Self>) -> $lane {
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $add_up(self) }
            }

            #[inline(always)]
            fn separate(_: Simd<Self>, low: Self, high: Self) -> (Self, Self) {
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $separate(low, high) }
            }

            #[inline(always)]
            fn join(_: Simd<Self>, even: Self, odd: Self) -> (Self, Self) {
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $join(even, odd) }
            }

            #[inline(always)]
            fn wins_over(self, _: Simd<Self>, largest: Self) -> $mask_type {
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $wins_over(self, largest) }
            }

            #[inline(always)]
            fn at_least(self, _: Simd<Self>, floor: Self) -> Self {
                // The instruction returns its second operand if either is NaN, so a NaN in `self` is kept.
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $max(floor, self) }
            }

            #[inline(always)]
            fn select(_: Simd<Self>, mask: $mask_type, yes: Self, no: Self) -> Self {
                // SAFETY: the token proves that the CPU has the instruction.
                unsafe { $select(no, yes, mask) }
            }

            $(
                #[inline(always)]
                fn transpose(_: Simd<Self>, square: &mut [Self; MOST_LANES]) {
                    // SAFETY: the token proves that the CPU has the instruction.
                    unsafe { $transpose(square) }
                }
            )?
        }
    };
}

/// Returns a mask of the first `lanes` of 16 lanes.
#[inline(always)]
fn first_of_16(lanes: usize) -> __mmask16 {
    (1 << lanes) - 1
}

/// Returns a mask of the first `lanes` of 8 lanes.
#[inline(always)]
fn first_of_8(lanes: usize) -> __mmask8 {
    (1 << lanes) - 1
}

// All bits set, then zeros: a window of these lanes is a mask.
static MASKS_32: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
static MASKS_64: [i64; 8] = [-1, -1, -1, -1, 0, 0, 0, 0];

/// Returns a mask of the first `lanes` of 8 lanes, as a register of 32-bit lanes.
#[inline(always)]
fn first_of_8_wide(lanes: usize) -> __m256i {
    let mask = &MASKS_32[8 - lanes..][..8];
    // SAFETY: the slice has eight elements of 32 bits.
    unsafe { mask.as_ptr().cast::<__m256i>().read_unaligned() }
}

/// Returns a mask of the first `lanes` of 4 lanes, as a register of 64-bit lanes.
#[inline(always)]
fn first_of_4_wide(lanes: usize) -> __m256i {
    let mask = &MASKS_64[4 - lanes..][..4];
    // SAFETY: the slice has four elements of 64 bits.
    unsafe { mask.as_ptr().cast::<__m256i>().read_unaligned() }
}

/// Masked load with the argument order of the narrower intrinsics.
#[inline(always)]
unsafe fn load_ps(numbers: *const f32, mask: __mmask16) -> __m512 {
    // SAFETY: guaranteed by the caller.
    unsafe { _mm512_maskz_loadu_ps(mask, numbers) }
}

/// Masked load with the argument order of the narrower intrinsics.
#[inline(always)]
unsafe fn load_pd(numbers: *const f64, mask: __mmask8) -> __m512d {
    // SAFETY: guaranteed by the caller.
    unsafe { _mm512_maskz_loadu_pd(mask, numbers) }
}

/// Returns the sum of eight lanes, by repeated halving.
#[inline(always)]
unsafe fn add_up_ps(lanes: __m256) -> f32 {
    // SAFETY: guaranteed by the caller.
    unsafe {
        let four = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps::<1>(lanes));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
    }
}

/// Returns the sum of four lanes, by repeated halving.
#[inline(always)]
unsafe fn add_up_pd(lanes: __m256d) -> f64 {
    // SAFETY: guaranteed by the caller.
    unsafe {
        let two = _mm_add_pd(_mm256_castpd256_pd128(lanes), _mm256_extractf128_pd::<1>(lanes));
        _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
    }
}

/// Transposes blocks of 4 by 4 within each 128 bits, four rows at a time.
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

/// Transposes a matrix of 16 by 16.
#[inline(always)]
unsafe fn transpose_16(rows: &mut [__m512; MOST_LANES]) {
    // SAFETY: guaranteed by the caller.
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
        // Then the blocks themselves are transposed.
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

/// Transposes a matrix of 8 by 8 in the first eight rows.
#[inline(always)]
unsafe fn transpose_8(rows: &mut [__m256; MOST_LANES]) {
    let rows = &mut rows[..8];
    // SAFETY: guaranteed by the caller.
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

macro_rules! wide {
    ($register:ident, $mask:ident, $separate:ident, $join:ident, $wins_over:ident, $select:ident: $permute:ident, $compare:ident, $blend:ident, $even:expr, $odd:expr, $low:expr, $high:expr) => {
        #[inline(always)]
        unsafe fn $separate(low: $register, high: $register) -> ($register, $register) {
            // SAFETY: guaranteed by the caller.
            unsafe { ($permute(low, $even, high), $permute(low, $odd, high)) }
        }

        #[inline(always)]
        unsafe fn $join(even: $register, odd: $register) -> ($register, $register) {
            // SAFETY: guaranteed by the caller.
            unsafe { ($permute(even, $low, odd), $permute(even, $high, odd)) }
        }

        #[inline(always)]
        unsafe fn $wins_over(x: $register, largest: $register) -> $mask {
            // SAFETY: guaranteed by the caller.
            unsafe { $compare::<_CMP_GT_OQ>(x, largest) | $compare::<_CMP_UNORD_Q>(x, x) }
        }

        #[inline(always)]
        unsafe fn $select(no: $register, yes: $register, mask: $mask) -> $register {
            // SAFETY: guaranteed by the caller.
            unsafe { $blend(mask, no, yes) }
        }
    };
}
wide!(
    __m512, __mmask16, separate_16, join_16, wins_over_16, select_16:
    _mm512_permutex2var_ps, _mm512_cmp_ps_mask, _mm512_mask_blend_ps,
    _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
    _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31),
    _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
);
wide!(
    __m512d, __mmask8, separate_8_wide, join_8_wide, wins_over_8_wide, select_8_wide:
    _mm512_permutex2var_pd, _mm512_cmp_pd_mask, _mm512_mask_blend_pd,
    _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14),
    _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15),
    _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11),
    _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15)
);

// The permutation of 64-bit lanes that undoes the per-half order of the two vectors: 0, 2, 1, 3.
const BY_HALVES: i32 = 0b11_01_10_00;

#[inline(always)]
unsafe fn separate_8(low: __m256, high: __m256) -> (__m256, __m256) {
    // SAFETY: guaranteed by the caller.
    unsafe {
        let in_order = |pairs| _mm256_castpd_ps(_mm256_permute4x64_pd::<BY_HALVES>(_mm256_castps_pd(pairs)));
        (in_order(_mm256_shuffle_ps::<0x88>(low, high)), in_order(_mm256_shuffle_ps::<0xdd>(low, high)))
    }
}

#[inline(always)]
unsafe fn join_8(even: __m256, odd: __m256) -> (__m256, __m256) {
    // SAFETY: guaranteed by the caller.
    unsafe {
        let (first, last) = (_mm256_unpacklo_ps(even, odd), _mm256_unpackhi_ps(even, odd));
        (_mm256_permute2f128_ps::<0x20>(first, last), _mm256_permute2f128_ps::<0x31>(first, last))
    }
}

#[inline(always)]
unsafe fn wins_over_8(x: __m256, largest: __m256) -> __m256 {
    // SAFETY: guaranteed by the caller.
    unsafe { _mm256_or_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(x, largest), _mm256_cmp_ps::<_CMP_UNORD_Q>(x, x)) }
}

#[inline(always)]
unsafe fn separate_4(low: __m256d, high: __m256d) -> (__m256d, __m256d) {
    // SAFETY: guaranteed by the caller.
    unsafe {
        let in_order = |pairs| _mm256_permute4x64_pd::<BY_HALVES>(pairs);
        (in_order(_mm256_unpacklo_pd(low, high)), in_order(_mm256_unpackhi_pd(low, high)))
    }
}

#[inline(always)]
unsafe fn join_4(even: __m256d, odd: __m256d) -> (__m256d, __m256d) {
    // SAFETY: guaranteed by the caller.
    unsafe {
        let (first, last) = (_mm256_unpacklo_pd(even, odd), _mm256_unpackhi_pd(even, odd));
        (_mm256_permute2f128_pd::<0x20>(first, last), _mm256_permute2f128_pd::<0x31>(first, last))
    }
}

#[inline(always)]
unsafe fn wins_over_4(x: __m256d, largest: __m256d) -> __m256d {
    // SAFETY: guaranteed by the caller.
    unsafe { _mm256_or_pd(_mm256_cmp_pd::<_CMP_GT_OQ>(x, largest), _mm256_cmp_pd::<_CMP_UNORD_Q>(x, x)) }
}

register!(__m512: f32, __mmask16, _mm512_set1_ps, _mm512_fmadd_ps, mask first_of_16, load_ps, _mm512_mask_storeu_ps, _mm512_reduce_add_ps, separate_16, join_16, wins_over_16, _mm512_max_ps, select_16, transpose_16);
register!(__m512d: f64, __mmask8, _mm512_set1_pd, _mm512_fmadd_pd, mask first_of_8, load_pd, _mm512_mask_storeu_pd, _mm512_reduce_add_pd, separate_8_wide, join_8_wide, wins_over_8_wide, _mm512_max_pd, select_8_wide);
register!(__m256: f32, __m256, _mm256_set1_ps, _mm256_fmadd_ps, mask first_of_8_wide, _mm256_maskload_ps, _mm256_maskstore_ps, add_up_ps, separate_8, join_8, wins_over_8, _mm256_max_ps, _mm256_blendv_ps, transpose_8);
register!(__m256d: f64, __m256d, _mm256_set1_pd, _mm256_fmadd_pd, mask first_of_4_wide, _mm256_maskload_pd, _mm256_maskstore_pd, add_up_pd, separate_4, join_4, wins_over_4, _mm256_max_pd, _mm256_blendv_pd);
