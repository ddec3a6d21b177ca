use nn::simd::Vector;

#[derive(Clone, Copy)]
#[repr(transparent)]
struct One(f32);

impl Vector for One {
    type Lane = f32;
    type Mask = bool;

    unsafe fn splat(number: f32) -> Self {
        Self(number)
    }
    unsafe fn multiply_add(self, b: Self, c: Self) -> Self {
        Self(self.0 * b.0 + c.0)
    }
    unsafe fn load(numbers: &[f32]) -> Self {
        Self(numbers.first().copied().unwrap_or_default())
    }
    unsafe fn store(self, numbers: &mut [f32]) {
        numbers.fill(self.0);
    }
    unsafe fn separate(low: Self, high: Self) -> (Self, Self) {
        (low, high)
    }
    unsafe fn join(even: Self, odd: Self) -> (Self, Self) {
        (even, odd)
    }
    unsafe fn wins_over(self, largest: Self) -> bool {
        self.0 > largest.0
    }
    unsafe fn at_least(self, floor: Self) -> Self {
        Self(self.0.max(floor.0))
    }
    unsafe fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
}

fn main() {
    assert_eq!(One::LANES, 1);
}
//~ fix: 7 | unsafe impl Vector for One {
