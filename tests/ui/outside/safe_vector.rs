use nn::simd::{Simd, Vector};

#[derive(Clone, Copy)]
#[repr(transparent)]
struct One(f32);

impl Vector for One {
    type Lane = f32;
    type Mask = bool;

    fn splat(_: Simd<Self>, number: f32) -> Self {
        Self(number)
    }
    fn multiply_add(self, _: Simd<Self>, b: Self, c: Self) -> Self {
        Self(self.0 * b.0 + c.0)
    }
    fn load(_: Simd<Self>, numbers: &[f32]) -> Self {
        Self(numbers.first().copied().unwrap_or_default())
    }
    fn store(self, _: Simd<Self>, numbers: &mut [f32]) {
        numbers.fill(self.0);
    }
    fn separate(_: Simd<Self>, low: Self, high: Self) -> (Self, Self) {
        (low, high)
    }
    fn join(_: Simd<Self>, even: Self, odd: Self) -> (Self, Self) {
        (even, odd)
    }
    fn wins_over(self, _: Simd<Self>, largest: Self) -> bool {
        self.0 > largest.0
    }
    fn at_least(self, _: Simd<Self>, floor: Self) -> Self {
        Self(self.0.max(floor.0))
    }
    fn select(_: Simd<Self>, mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
}

fn main() {
    assert_eq!(One::LANES, 1);
}
//~ fix: 7 | unsafe impl Vector for One {
