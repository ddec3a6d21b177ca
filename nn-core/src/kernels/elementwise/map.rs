//! Element-wise functions over slices.

use crate::accumulate::Target;
use crate::activation::Activation;
use crate::float::Float;
use crate::kernels::parallel::{in_parts, parts, steps};
use crate::simd::{Simd, Vector, Vectorized, level};
use core::marker::PhantomData;

/// Computes y_i = f(x_i), up to the end of the shorter slice.
///
/// ```
/// let mut y = [0.0; 2];
/// nn::__private::kernels::map::<nn::layers::Relu, f32>(&[-1.0, 2.0], &mut y);
/// assert_eq!(y, [0.0, 2.0]);
/// ```
#[inline]
pub fn map<A: Activation, T: Float>(x: &[T], y: &mut [T]) {
    if x.len() <= FEW {
        return map_each::<A, T>(x, y);
    }
    let count = x.len().min(y.len());
    in_parts(parts(steps(count)), count, (x, y), |(x, y)| {
        T::vectorize(level(), Map::<A, T> { x, y, function: PhantomData });
    });
}

/// For at most this many elements, selecting the SIMD level would take longer than the computation.
const FEW: usize = 64;

#[inline(always)]
fn map_each<A: Activation, T: Float>(x: &[T], y: &mut [T]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = A::value(x);
    }
}

/// Computes dx_i = dy_i f'(x_i), overwriting `dx` or adding to it, up to the end of the shortest slice.
///
/// ```
/// use nn::__private::kernels::{Target, map_backward};
/// let mut dx = [1.0; 2];
/// map_backward::<nn::layers::Relu, f32>(&[-1.0, 2.0], &[0.0, 2.0], &[5.0, 5.0], Target::add(&mut dx));
/// assert_eq!(dx, [1.0, 6.0]);
/// ```
#[inline]
pub fn map_backward<A: Activation, T: Float>(x: &[T], y: &[T], dy: &[T], dx: Target<'_, T>) {
    let count = x.len().min(y.len()).min(dy.len()).min(dx.len());
    in_parts(parts(steps(count)), count, (x, y, dy, dx), |(x, y, dy, dx)| {
        T::vectorize(level(), MapBackward::<A, T> { x, y, dy, dx, function: PhantomData });
    });
}

/// Applies [`map`] in place, y_i = f(y_i), for a function whose derivative can be computed from its value.
///
/// ```
/// let mut y = [-1.0, 2.0];
/// nn::__private::kernels::map_in_place::<nn::layers::Relu, f32>(&mut y);
/// assert_eq!(y, [0.0, 2.0]);
/// ```
#[inline]
pub fn map_in_place<A: Activation, T: Float>(y: &mut [T]) {
    if y.len() <= FEW {
        return y.iter_mut().for_each(|y| *y = A::value(*y));
    }
    in_parts(parts(steps(y.len())), y.len(), y, |y| {
        T::vectorize(level(), MapInPlace::<A, T> { y, function: PhantomData });
    });
}

/// Computes the backward pass of [`map_in_place`]: dy_i becomes dy_i f'(x_i), computed from y_i = f(x_i).
///
/// ```
/// let mut dy = [5.0, 5.0];
/// nn::__private::kernels::map_backward_in_place::<nn::layers::Relu, f32>(&[0.0, 2.0], &mut dy);
/// assert_eq!(dy, [0.0, 5.0]);
/// ```
#[inline]
pub fn map_backward_in_place<A: Activation, T: Float>(y: &[T], dy: &mut [T]) {
    let count = y.len().min(dy.len());
    in_parts(parts(steps(count)), count, (y, dy), |(y, dy)| {
        T::vectorize(level(), MapBackwardInPlace::<A, T> { y, dy, function: PhantomData });
    });
}

// Plain loops, which the compiler vectorises for each level.

struct Map<'a, A, T> {
    x: &'a [T],
    y: &'a mut [T],
    function: PhantomData<A>,
}

impl<A: Activation, T: Float> Vectorized<T> for Map<'_, A, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        map_each::<A, T>(self.x, self.y);
    }
}

struct MapInPlace<'a, A, T> {
    y: &'a mut [T],
    function: PhantomData<A>,
}

impl<A: Activation, T: Float> Vectorized<T> for MapInPlace<'_, A, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        self.y.iter_mut().for_each(|y| *y = A::value(*y));
    }
}

struct MapBackwardInPlace<'a, A, T> {
    y: &'a [T],
    dy: &'a mut [T],
    function: PhantomData<A>,
}

impl<A: Activation, T: Float> Vectorized<T> for MapBackwardInPlace<'_, A, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        for (dy, &y) in self.dy.iter_mut().zip(self.y) {
            // The derivative depends only on y, so any value with the same sign can be passed for x, such as y itself.
            *dy *= A::derivative(y, y);
        }
    }
}

struct MapBackward<'a, A, T> {
    x: &'a [T],
    y: &'a [T],
    dy: &'a [T],
    dx: Target<'a, T>,
    function: PhantomData<A>,
}

impl<A: Activation, T: Float> Vectorized<T> for MapBackward<'_, A, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let Self { x, y, dy, dx: Target { slice: dx, accumulate }, .. } = self;
        if accumulate.adds() {
            map_backward_each::<A, T>(x, y, dy, dx, |dx, derivative| *dx += derivative);
        } else {
            map_backward_each::<A, T>(x, y, dy, dx, |dx, derivative| *dx = derivative);
        }
    }
}

/// Stores each product of a derivative. It is a loop over one function, since the compiler does not inline an expensive derivative
/// into a chain of iterators, nor vectorise the chain.
#[inline(always)]
fn map_backward_each<A: Activation, T: Float>(x: &[T], y: &[T], dy: &[T], dx: &mut [T], store: impl Fn(&mut T, T)) {
    for (((dx, &x), &y), &dy) in dx.iter_mut().zip(x).zip(y).zip(dy) {
        store(dx, dy * A::derivative(x, y));
    }
}

/// Returns `x` clamped to the range from `low` to `high`; NaN stays NaN.
#[inline]
pub(crate) fn bounded<T: Float>(x: T, low: T, high: T) -> T {
    if x < low {
        low
    } else if x > high {
        high
    } else {
        x
    }
}

/// Returns the larger of `x` and `bound`; NaN stays NaN.
#[inline]
pub(crate) fn at_least<T: Float>(x: T, bound: T) -> T {
    if x < bound { bound } else { x }
}

/// Returns the sign of `x`: -1, 0 or 1, or NaN if `x` is NaN.
#[inline]
pub(crate) fn sign<T: Float>(x: T) -> T {
    if x > T::ZERO {
        T::ONE
    } else if x < T::ZERO {
        -T::ONE
    } else {
        x
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::accumulate::Accumulate;
    use crate::layers::Tanh;
    use crate::simd::Level;
    use alloc::vec::Vec;

    /// Checks that every level is bit-identical to the scalar function, for every length.
    fn same_at_every_level<T: Float>() {
        let lengths = (0..40).chain([127, 1000]);
        for length in lengths.step_by(if cfg!(miri) { 11 } else { 1 }) {
            let x: Vec<T> = (0..length).map(|i| T::from_f64(f64::from(i * 7 % 41) / 8.0 - 2.5)).collect();
            let y: Vec<T> = x.iter().map(|&x| Tanh::value(x)).collect();
            let dy: Vec<T> = x.iter().map(|&x| x + T::ONE).collect();
            let slope = |i: usize| dy[i] * Tanh::derivative(x[i], y[i]);
            for level in Level::all() {
                let mut found = alloc::vec![T::from_f64(f64::NAN); x.len()];
                T::vectorize(level, Map::<Tanh, T> { x: &x, y: &mut found, function: PhantomData });
                assert_eq!(found, y, "{level:?}");
                for accumulate in [Accumulate::Set, Accumulate::Add] {
                    let mut dx = alloc::vec![T::ONE; x.len()];
                    let target = Target { slice: &mut dx[..], accumulate };
                    let backward = MapBackward::<Tanh, T> { x: &x, y: &y, dy: &dy, dx: target, function: PhantomData };
                    T::vectorize(level, backward);
                    for (i, dx) in dx.into_iter().enumerate() {
                        assert_eq!(dx, if accumulate.adds() { T::ONE + slope(i) } else { slope(i) }, "{level:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn levels_agree() {
        same_at_every_level::<f32>();
        same_at_every_level::<f64>();
    }
}
