//! Gates: one half of an axis times a function of the other half.

use super::channels::{at_least_one, write};
use crate::accumulate::Target;
use crate::activation::Activation;
use crate::float::Float;
use crate::kernels::parallel::{Units, in_parts, parts, steps};
use crate::simd::{Simd, Vector, Vectorized, level};
use core::marker::PhantomData;

#[track_caller]
fn check(half: usize, whole: &[usize], halves: usize) {
    let fits = half > 0 && whole.iter().all(|&length| length == 2 * halves) && halves.is_multiple_of(half);
    assert!(fits, "slices of {whole:?} and {halves} elements are not equally many pairs and halves of {half}");
}

/// Computes y = a f(b), where each chunk of 2 `half` elements of `x` consists of a and b.
///
/// # Panics
/// Panics if `x` does not consist of such chunks, or if `y` does not have half of its length.
///
/// ```
/// use nn::__private::kernels::gate;
/// use nn::layers::Sigmoid;
/// let mut y = [0.0; 2];
/// gate::<Sigmoid, f32>(1, &[3.0, 0.0, 7.0, 1e4], &mut y);
/// assert_eq!(y, [1.5, 7.0]);
/// ```
#[inline(always)]
pub fn gate<A: Activation, T: Float>(half: usize, x: &[T], y: &mut [T]) {
    check(half, &[x.len()], y.len());
    let half = at_least_one(half);
    let units = y.len() / half;
    let work = (Units(x, 2 * half), Units(y, half));
    in_parts(parts(steps(x.len()).saturating_mul(2)), units, work, |(x, y)| {
        T::vectorize(level(), Gate::<A, T> { half, x: x.0, y: y.0, function: PhantomData });
    });
}

struct Gate<'a, A, T> {
    half: usize,
    x: &'a [T],
    y: &'a mut [T],
    function: PhantomData<A>,
}

impl<A: Activation, T: Float> Vectorized<T> for Gate<'_, A, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let half = at_least_one(self.half);
        for (x, y) in self.x.chunks_exact(at_least_one(2 * half)).zip(self.y.chunks_exact_mut(half)) {
            // Without a reachable panic.
            let (Some(a), Some(b)) = (x.get(..half), x.get(half..)) else { return };
            write(Target::set(y), [a, b], |[a, b]| a * A::value(b));
        }
    }
}

/// Computes the gradients of [`gate`]: da = dy f(b) and db = dy a f'(b), overwriting `dx` or adding to it.
///
/// # Panics
/// Panics if `x` does not consist of chunks of 2 `half` elements, or if the lengths of the other slices do not match.
///
/// ```
/// use nn::__private::kernels::{Target, gate_backward};
/// use nn::layers::Sigmoid;
/// let mut dx = [1.0; 2];
/// gate_backward::<Sigmoid, f32>(1, &[8.0, 0.0], &[1.0], Target::add(&mut dx));
/// assert_eq!(dx, [1.5, 3.0]);
/// ```
pub fn gate_backward<A: Activation, T: Float>(half: usize, x: &[T], dy: &[T], dx: Target<'_, T>) {
    check(half, &[x.len(), dx.len()], dy.len());
    let work = (Units(x, 2 * half), Units(dy, half), Units(dx, 2 * half));
    in_parts(parts(steps(x.len()).saturating_mul(2)), dy.len() / half, work, |(x, dy, dx)| {
        T::vectorize(level(), GateBackward::<A, T> { half, x: x.0, dy: dy.0, dx: dx.0, function: PhantomData });
    });
}

struct GateBackward<'a, A, T> {
    half: usize,
    x: &'a [T],
    dy: &'a [T],
    dx: Target<'a, T>,
    function: PhantomData<A>,
}

impl<A: Activation, T: Float> Vectorized<T> for GateBackward<'_, A, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let half = self.half;
        let chunks = self.x.chunks_exact(2 * half).zip(self.dy.chunks_exact(half)).zip(self.dx.chunks_exact(2 * half));
        for ((x, dy), dx) in chunks {
            let ((a, b), (da, db)) = (x.split_at(half), dx.split_at(half));
            write(da, [dy, b], |[dy, b]| dy * A::value(b));
            write(db, [dy, a, b], |[dy, a, b]| dy * a * A::derivative(b, A::value(b)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::Sigmoid;

    #[test]
    fn saturated_gates_open_and_close() {
        let mut y = [0.0_f32; 4];
        gate::<Sigmoid, f32>(2, &[3.0, 3.0, 1e4, -1e4, f32::NAN, 1.0, 0.0, f32::NAN], &mut y);
        assert_eq!(y[..2], [3.0, 0.0]);
        assert!(y[2..].iter().all(|y| y.is_nan()));
    }

    #[test]
    #[should_panic = "slices of [6] and 2 elements are not equally many pairs and halves of 2"]
    fn rejects_wrong_lengths() {
        gate::<Sigmoid, f32>(2, &[0.0; 6], &mut [0.0; 2]);
    }
}
