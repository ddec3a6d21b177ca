//! The trait of vectors: the elements of a SIMD register and the operations on them.

use super::element::Element;
use super::token::Simd;

/// A vector of lanes and nothing else.
///
/// # Safety
/// In memory the type is an array of [`Lane`](Vector::Lane)s, and every bit pattern is valid.
#[doc(hidden)]
pub unsafe trait Vector: Copy {
    /// The element type.
    type Lane: Element;
    /// A mask: a boolean for each lane.
    type Mask: Copy;
    /// The number of lanes.
    const LANES: usize = size_of::<Self>() / size_of::<Self::Lane>();

    /// Returns a vector with the same number in every lane.
    fn splat(simd: Simd<Self>, number: Self::Lane) -> Self;

    /// Computes `self * b + c`, lane-wise.
    fn multiply_add(self, simd: Simd<Self>, b: Self, c: Self) -> Self;

    /// Loads a slice of at most as many elements as there are lanes; the remaining lanes are 0.
    fn load(simd: Simd<Self>, numbers: &[Self::Lane]) -> Self;

    /// Stores the first lanes in a slice of at most as many elements as there are lanes.
    fn store(self, simd: Simd<Self>, numbers: &mut [Self::Lane]);

    /// Returns the even and the odd elements of two concatenated vectors (de-interleaves them).
    fn separate(simd: Simd<Self>, low: Self, high: Self) -> (Self, Self);

    /// Interleaves even and odd elements: the inverse of [`separate`](Vector::separate).
    fn join(simd: Simd<Self>, even: Self, odd: Self) -> (Self, Self);

    /// Returns a mask of the lanes that are larger than the largest so far, or NaN.
    fn wins_over(self, simd: Simd<Self>, largest: Self) -> Self::Mask;

    /// Returns the lane-wise maximum with `floor`; NaN lanes of `self` stay NaN.
    fn at_least(self, simd: Simd<Self>, floor: Self) -> Self;

    /// Selects each lane from `yes` where the mask is set, else from `no`.
    fn select(simd: Simd<Self>, mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// Transposes a square matrix with as many rows and columns as there are lanes.
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

    /// Returns the sum of all lanes, by repeated halving.
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

/// The maximum number of lanes of a vector.
pub(crate) const MOST_LANES: usize = 16;

/// Work that is generic over the vector type.
#[doc(hidden)]
pub trait Vectorized<T: Element> {
    /// Runs the work, with tiles of at most `ROWS` rows, 8 or 4: as many as fit the registers of the level.
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>);
}

/// Returns whether a number replaces the largest so far: it is larger, or NaN.
#[allow(clippy::eq_op)]
#[inline(always)]
pub(crate) fn is_larger<T: PartialOrd + Copy>(x: T, largest: T) -> bool {
    (x > largest) | (x != x)
}
