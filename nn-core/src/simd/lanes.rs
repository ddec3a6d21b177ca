//! Arithmetic on vectors without `unsafe`: what it takes is proven once, by a token.

use super::token::Simd;
use super::vector::{MOST_LANES, Vector};
use core::ops::{Add, AddAssign, Mul, Sub};

impl<V: Vector> Simd<V> {
    /// The same number in every lane.
    #[inline(always)]
    pub(crate) fn splat(self, number: V::Lane) -> Lanes<V> {
        // SAFETY: the token proves it.
        Lanes(unsafe { V::splat(number) })
    }

    /// 0 in every lane.
    #[inline(always)]
    pub(crate) fn zero(self) -> Lanes<V> {
        self.splat(V::Lane::default())
    }

    /// The first numbers of a slice, 0 in lanes behind its end.
    #[inline(always)]
    pub(crate) fn load(self, numbers: &[V::Lane]) -> Lanes<V> {
        // SAFETY: the token proves it; no more numbers are given than there are lanes.
        Lanes(unsafe { V::load(&numbers[..numbers.len().min(V::LANES)]) })
    }

    /// As many elements as there are lanes.
    ///
    /// # Safety
    /// They can be read.
    #[inline(always)]
    pub(crate) unsafe fn read(self, from: *const V::Lane) -> Lanes<V> {
        // SAFETY: the caller says that they can be read, and a vector in memory is an array of its lanes.
        Lanes(unsafe { from.cast::<V>().read_unaligned() })
    }

    /// Makes rows of the columns of a square, as many of each as there are lanes.
    #[inline(always)]
    pub(crate) fn transpose(self, square: &mut [Lanes<V>; MOST_LANES]) {
        // SAFETY: `Lanes` is a vector in memory; the token proves that the CPU has the instructions.
        unsafe { V::transpose(&mut *core::ptr::from_mut(square).cast()) };
    }
}

/// Numbers side by side. It is made by a [`Simd`] alone, so where one is, the CPU has the instructions for it.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Lanes<V>(V);

impl<V: Vector> Lanes<V> {
    /// Writes the first lanes to a slice with at most as many numbers as there are lanes.
    #[inline(always)]
    pub(crate) fn store(self, numbers: &mut [V::Lane]) {
        let count = numbers.len().min(V::LANES);
        // SAFETY: as `Lanes` says; no more numbers are given than there are lanes.
        unsafe { self.0.store(&mut numbers[..count]) }
    }

    /// The elements of some vectors, to change.
    #[inline(always)]
    pub(crate) fn elements(vectors: &mut [Self]) -> &mut [V::Lane] {
        // SAFETY: a vector in memory is an array of its lanes, and any bits are a value of either; the loan is passed on.
        unsafe { core::slice::from_raw_parts_mut(vectors.as_mut_ptr().cast(), vectors.len() * V::LANES) }
    }

    /// `f` of each lane.
    #[inline(always)]
    pub(crate) fn each(self, f: impl Fn(V::Lane) -> V::Lane) -> Self {
        let mut lanes = [V::Lane::default(); MOST_LANES];
        let lanes = &mut lanes[..V::LANES];
        self.store(lanes);
        lanes.iter_mut().for_each(|lane| *lane = f(*lane));
        // SAFETY: as `Lanes` says.
        Self(unsafe { V::load(lanes) })
    }

    /// The even and the odd numbers of two vectors, one behind the other.
    #[inline(always)]
    pub(crate) fn separate(self, high: Self) -> (Self, Self) {
        // SAFETY: as `Lanes` says.
        let (even, odd) = unsafe { V::separate(self.0, high.0) };
        (Self(even), Self(odd))
    }

    /// What [`separate`](Self::separate) has taken apart.
    #[inline(always)]
    pub(crate) fn join(self, odd: Self) -> (Self, Self) {
        // SAFETY: as `Lanes` says.
        let (low, high) = unsafe { V::join(self.0, odd.0) };
        (Self(low), Self(high))
    }

    /// `self * b + c`, rounded once where the level has fused instructions.
    #[inline(always)]
    pub(crate) fn multiply_add(self, b: Self, c: Self) -> Self {
        // SAFETY: as `Lanes` says.
        Self(unsafe { self.0.multiply_add(b.0, c.0) })
    }

    /// The lanes of `floor` where a number is less; NaN stays.
    #[inline(always)]
    pub(crate) fn at_least(self, floor: Self) -> Self {
        // SAFETY: as `Lanes` says.
        Self(unsafe { self.0.at_least(floor.0) })
    }

    /// Where a number is larger than the largest one so far, or NaN.
    #[inline(always)]
    pub(crate) fn wins_over(self, largest: Self) -> Choice<V> {
        // SAFETY: as `Lanes` says.
        Choice(unsafe { self.0.wins_over(largest.0) })
    }

    /// The sum of the first lanes, as many as `count`.
    #[inline(always)]
    pub(crate) fn add_up(self, count: usize) -> V::Lane {
        if count >= V::LANES {
            // SAFETY: as `Lanes` says.
            return unsafe { self.0.add_up() };
        }
        let mut lanes = [V::Lane::default(); MOST_LANES];
        self.store(&mut lanes[..V::LANES]);
        lanes[..count].iter().copied().sum()
    }
}

/// A yes or no for each lane. Made by [`Lanes`] alone, as those are by a [`Simd`].
#[derive(Clone, Copy)]
pub(crate) struct Choice<V: Vector>(V::Mask);

impl<V: Vector> Choice<V> {
    /// The numbers of `yes` or of `no`.
    #[inline(always)]
    pub(crate) fn select(self, yes: Lanes<V>, no: Lanes<V>) -> Lanes<V> {
        // SAFETY: as `Choice` says.
        Lanes(unsafe { V::select(self.0, yes.0, no.0) })
    }
}

impl<V: Vector> Add for Lanes<V> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: as `Lanes` says.
        Self(unsafe { self.0.multiply_add(V::splat(V::Lane::from(1)), other.0) })
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
        // SAFETY: as `Lanes` says.
        Self(unsafe { other.0.multiply_add(V::splat(-V::Lane::from(1)), self.0) })
    }
}

impl<V: Vector> Mul for Lanes<V> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        // SAFETY: as `Lanes` says.
        Self(unsafe { self.0.multiply_add(other.0, V::splat(V::Lane::default())) })
    }
}
