//! Portable vectors: arrays, whose loops the compiler vectorises for the target of the build.

use super::element::Element;
use super::token::Simd;
use super::vector::{Vector, is_larger};

/// A vector of `LANES` elements for any CPU: multiply-add rounds the product before the sum.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(super) struct Portable<T, const LANES: usize>([T; LANES]);

// SAFETY: it is an array of its lanes, which are `f32` or `f64`.
unsafe impl<T: Element, const LANES: usize> Vector for Portable<T, LANES> {
    type Lane = T;
    type Mask = [bool; LANES];

    #[inline(always)]
    fn splat(_: Simd<Self>, number: T) -> Self {
        Self([number; LANES])
    }

    #[inline(always)]
    fn multiply_add(self, _: Simd<Self>, b: Self, c: Self) -> Self {
        let mut sum = c.0;
        for (sum, (&a, &b)) in sum.iter_mut().zip(self.0.iter().zip(&b.0)) {
            *sum += a * b;
        }
        Self(sum)
    }

    #[inline(always)]
    fn load(_: Simd<Self>, numbers: &[T]) -> Self {
        let mut lanes = [T::default(); LANES];
        lanes.iter_mut().zip(numbers).for_each(|(lane, &number)| *lane = number);
        Self(lanes)
    }

    #[inline(always)]
    fn store(self, _: Simd<Self>, numbers: &mut [T]) {
        numbers.iter_mut().zip(self.0).for_each(|(number, lane)| *number = lane);
    }

    #[inline(always)]
    fn separate(_: Simd<Self>, low: Self, high: Self) -> (Self, Self) {
        let number = |i: usize| if i < LANES { low.0[i] } else { high.0[i - LANES] };
        (Self(core::array::from_fn(|i| number(2 * i))), Self(core::array::from_fn(|i| number(2 * i + 1))))
    }

    #[inline(always)]
    fn join(_: Simd<Self>, even: Self, odd: Self) -> (Self, Self) {
        let number = |i: usize| if i.is_multiple_of(2) { even.0[i / 2] } else { odd.0[i / 2] };
        (Self(core::array::from_fn(number)), Self(core::array::from_fn(|i| number(LANES + i))))
    }

    #[inline(always)]
    fn wins_over(self, _: Simd<Self>, largest: Self) -> [bool; LANES] {
        core::array::from_fn(|i| is_larger(self.0[i], largest.0[i]))
    }

    #[inline(always)]
    fn at_least(self, _: Simd<Self>, floor: Self) -> Self {
        Self(core::array::from_fn(|i| if self.0[i] < floor.0[i] { floor.0[i] } else { self.0[i] }))
    }

    #[inline(always)]
    fn select(_: Simd<Self>, mask: [bool; LANES], yes: Self, no: Self) -> Self {
        Self(core::array::from_fn(|i| if mask[i] { yes.0[i] } else { no.0[i] }))
    }
}
