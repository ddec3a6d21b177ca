//! Numbers side by side in a register of the CPU.

use super::element::Element;
use super::token::Simd;

/// A few numbers side by side, nothing else.
///
/// # Safety
/// The type is an array of [`Lane`](Vector::Lane)s in memory, any bits are a value.
#[doc(hidden)]
pub unsafe trait Vector: Copy {
    /// The kind of number.
    type Lane: Element;
    /// A yes or no for each lane.
    type Mask: Copy;
    /// How many numbers there are.
    const LANES: usize = size_of::<Self>() / size_of::<Self::Lane>();

    /// The same number in every lane.
    fn splat(simd: Simd<Self>, number: Self::Lane) -> Self;

    /// `self * b + c`, lane by lane.
    fn multiply_add(self, simd: Simd<Self>, b: Self, c: Self) -> Self;

    /// The numbers of a slice with at most as many as there are lanes; 0 in the lanes behind it.
    fn load(simd: Simd<Self>, numbers: &[Self::Lane]) -> Self;

    /// Writes the first lanes to a slice with at most as many numbers as there are lanes.
    fn store(self, simd: Simd<Self>, numbers: &mut [Self::Lane]);

    /// The even and the odd elements of two concatenated vectors.
    fn separate(simd: Simd<Self>, low: Self, high: Self) -> (Self, Self);

    /// What [`separate`](Vector::separate) has taken apart.
    fn join(simd: Simd<Self>, even: Self, odd: Self) -> (Self, Self);

    /// Where a number is larger than the largest one so far, or NaN.
    fn wins_over(self, simd: Simd<Self>, largest: Self) -> Self::Mask;

    /// The lanes of `floor` where a number is less; NaN stays.
    fn at_least(self, simd: Simd<Self>, floor: Self) -> Self;

    /// The numbers of `yes` or of `no`.
    fn select(simd: Simd<Self>, mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// Makes rows of the columns of a square, as many of each as there are lanes.
    #[inline(always)]
    fn transpose(_simd: Simd<Self>, square: &mut [Self; MOST_LANES]) {
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
    #[inline(always)]
    fn add_up(self, simd: Simd<Self>) -> Self::Lane {
        let mut lanes = [Self::Lane::default(); MOST_LANES];
        self.store(simd, &mut lanes[..Self::LANES]);
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
pub trait Vectorized<T: Element> {
    /// Does it, with tiles of at most `ROWS` rows, 8 or 4: as many as the registers of the kind have room for.
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>);
}

/// Whether a number takes the place of the largest so far: NaN always does.
#[allow(clippy::eq_op)]
#[inline(always)]
pub(crate) fn is_larger<T: PartialOrd + Copy>(x: T, largest: T) -> bool {
    (x > largest) | (x != x)
}
