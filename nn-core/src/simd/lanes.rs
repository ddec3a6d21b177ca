//! Safe arithmetic on vectors: a token proves once that the CPU has the instructions.

use super::token::Simd;
use super::vector::{MOST_LANES, Vector};
use core::ops::{Add, AddAssign, Mul, Sub};

impl<V: Vector> Simd<V> {
    #[inline(always)]
    fn lanes(self, vector: V) -> Lanes<V> {
        Lanes { vector, simd: self }
    }

    /// Returns a vector with the same number in every lane.
    #[inline(always)]
    pub(crate) fn splat(self, number: V::Lane) -> Lanes<V> {
        self.lanes(V::splat(self, number))
    }

    /// Returns a vector of zeros.
    #[inline(always)]
    pub(crate) fn zero(self) -> Lanes<V> {
        self.splat(V::Lane::default())
    }

    /// Loads the first numbers of a slice; lanes beyond its end are 0.
    #[inline(always)]
    pub(crate) fn load(self, numbers: &[V::Lane]) -> Lanes<V> {
        self.lanes(V::load(self, &numbers[..numbers.len().min(V::LANES)]))
    }

    /// Reads as many elements as there are lanes.
    ///
    /// # Safety
    /// All of them must be valid for reads.
    #[inline(always)]
    pub(crate) unsafe fn read(self, from: *const V::Lane) -> Lanes<V> {
        // SAFETY: the caller guarantees that they are valid for reads, and a vector in memory is an array of its lanes.
        self.lanes(unsafe { from.cast::<V>().read_unaligned() })
    }

    /// Transposes a square matrix with as many rows and columns as there are lanes.
    #[inline(always)]
    pub(crate) fn transpose(self, square: &mut [Lanes<V>; MOST_LANES]) {
        // SAFETY: `Lanes` is a vector in memory.
        V::transpose(self, unsafe { &mut *core::ptr::from_mut(square).cast() });
    }
}

/// A vector, with the proof that the CPU has the instructions for it.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Lanes<V> {
    vector: V,
    simd: Simd<V>,
}

impl<V: Vector> Lanes<V> {
    /// Stores the first lanes in a slice, at most as many as the slice has elements.
    #[inline(always)]
    pub(crate) fn store(self, numbers: &mut [V::Lane]) {
        let count = numbers.len().min(V::LANES);
        self.vector.store(self.simd, &mut numbers[..count]);
    }

    /// Views a slice of vectors as a mutable slice of their lanes.
    #[inline(always)]
    pub(crate) fn elements(vectors: &mut [Self]) -> &mut [V::Lane] {
        // SAFETY: a vector in memory is an array of its lanes, and every bit pattern is valid for either; the borrow is passed on.
        unsafe { core::slice::from_raw_parts_mut(vectors.as_mut_ptr().cast(), vectors.len() * V::LANES) }
    }

    /// Applies `f` to each lane.
    #[inline(always)]
    pub(crate) fn each(self, f: impl Fn(V::Lane) -> V::Lane) -> Self {
        let mut lanes = [V::Lane::default(); MOST_LANES];
        let lanes = &mut lanes[..V::LANES];
        self.store(lanes);
        lanes.iter_mut().for_each(|lane| *lane = f(*lane));
        self.simd.load(lanes)
    }

    /// Returns the even and the odd elements of two concatenated vectors (de-interleaves them).
    #[inline(always)]
    pub(crate) fn separate(self, high: Self) -> (Self, Self) {
        let (even, odd) = V::separate(self.simd, self.vector, high.vector);
        (self.simd.lanes(even), self.simd.lanes(odd))
    }

    /// Interleaves even and odd elements: the inverse of [`separate`](Self::separate).
    #[inline(always)]
    pub(crate) fn join(self, odd: Self) -> (Self, Self) {
        let (low, high) = V::join(self.simd, self.vector, odd.vector);
        (self.simd.lanes(low), self.simd.lanes(high))
    }

    /// Computes `self * b + c`, rounded once if the level has fused multiply-add.
    #[inline(always)]
    pub(crate) fn multiply_add(self, b: Self, c: Self) -> Self {
        self.simd.lanes(self.vector.multiply_add(self.simd, b.vector, c.vector))
    }

    /// Returns the lane-wise maximum with `floor`; NaN lanes of `self` stay NaN.
    #[inline(always)]
    pub(crate) fn at_least(self, floor: Self) -> Self {
        self.simd.lanes(self.vector.at_least(self.simd, floor.vector))
    }

    /// Returns a mask of the lanes that are larger than the largest so far, or NaN.
    #[inline(always)]
    pub(crate) fn wins_over(self, largest: Self) -> Choice<V> {
        Choice { mask: self.vector.wins_over(self.simd, largest.vector), simd: self.simd }
    }

    /// Returns the sum of the first `count` lanes.
    #[inline(always)]
    pub(crate) fn add_up(self, count: usize) -> V::Lane {
        if count >= V::LANES {
            return self.vector.add_up(self.simd);
        }
        let mut lanes = [V::Lane::default(); MOST_LANES];
        self.store(&mut lanes[..V::LANES]);
        lanes[..count].iter().copied().sum()
    }
}

/// A mask: a boolean for each lane.
#[derive(Clone, Copy)]
pub(crate) struct Choice<V: Vector> {
    mask: V::Mask,
    simd: Simd<V>,
}

impl<V: Vector> Choice<V> {
    /// Selects each lane from `yes` where the mask is set, else from `no`.
    #[inline(always)]
    pub(crate) fn select(self, yes: Lanes<V>, no: Lanes<V>) -> Lanes<V> {
        self.simd.lanes(V::select(self.simd, self.mask, yes.vector, no.vector))
    }
}

impl<V: Vector> Add for Lanes<V> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.multiply_add(self.simd.splat(V::Lane::from(1)), other)
    }
}

impl<V: Vector> AddAssign for Lanes<V> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<V: Vector> Sub for Lanes<V> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        other.multiply_add(self.simd.splat(-V::Lane::from(1)), self)
    }
}

impl<V: Vector> Mul for Lanes<V> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.multiply_add(other, self.simd.zero())
    }
}
