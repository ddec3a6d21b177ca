//! Sums of the terms of element-wise losses.

use crate::float::Float;

/// A loss with one term for each element of the output; the target has the shape of the output.
pub(crate) trait Elementwise {
    /// Returns the term of one element, and its derivative with respect to y.
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T);

    /// Checks the settings.
    ///
    /// # Panics
    /// Panics if a setting is invalid for elements of type `T`: fields are public, and may have been set after `new`.
    #[inline]
    fn check<T: Float>(&self) {}
}

/// The number of partial sums, which the compiler vectorises.
const LANES: usize = 16;
/// The number of elements that are summed in `T`.
const BLOCK: usize = 64 * LANES;

/// Returns the sum of the terms, and sets `dy` to their derivatives divided by `divisor`. The arguments of `term` are the index of
/// the element, y and the target.
#[inline]
pub(crate) fn terms<T: Float>(
    y: &[T],
    target: &[T],
    divisor: f64,
    dy: Option<&mut [T]>,
    term: impl Fn(usize, T, T) -> (T, T),
) -> f64 {
    match dy {
        None => sum(y, target, term),
        Some(dy) => sum_and_slopes(y, target, dy, T::from_f64(1.0 / divisor), term),
    }
}

/// Returns the sum of the terms. The arguments of `term` are the index of the element, y and the target. Vectorised partial sums
/// over one block in `T` are accumulated in `f64`, so that precision is not lost over millions of elements.
#[inline]
fn sum<T: Float>(y: &[T], target: &[T], term: impl Fn(usize, T, T) -> (T, T)) -> f64 {
    let mut sum = 0.0;
    for (block, (y, target)) in y.chunks(BLOCK).zip(target.chunks(BLOCK)).enumerate() {
        let mut lanes = [T::ZERO; LANES];
        for (chunk, (y, target)) in y.chunks(LANES).zip(target.chunks(LANES)).enumerate() {
            let first = block * BLOCK + chunk * LANES;
            for (i, (lane, (&y, &target))) in lanes.iter_mut().zip(y.iter().zip(target)).enumerate() {
                *lane += term(first + i, y, target).0;
            }
        }
        sum += lanes.into_iter().map(T::to_f64).sum::<f64>();
    }
    sum
}

/// Returns the same as [`sum`], and sets `dy` to the derivatives times `scale`.
#[inline]
fn sum_and_slopes<T: Float>(
    y: &[T],
    target: &[T],
    dy: &mut [T],
    scale: T,
    term: impl Fn(usize, T, T) -> (T, T),
) -> f64 {
    let mut sum = 0.0;
    let blocks = y.chunks(BLOCK).zip(target.chunks(BLOCK)).zip(dy.chunks_mut(BLOCK));
    for (block, ((y, target), dy)) in blocks.enumerate() {
        let mut lanes = [T::ZERO; LANES];
        let chunks = y.chunks(LANES).zip(target.chunks(LANES)).zip(dy.chunks_mut(LANES));
        for (chunk, ((y, target), dy)) in chunks.enumerate() {
            let first = block * BLOCK + chunk * LANES;
            let numbers = lanes.iter_mut().zip(dy).zip(y.iter().zip(target));
            for (i, ((lane, dy), (&y, &target))) in numbers.enumerate() {
                let (value, slope) = term(first + i, y, target);
                *lane += value;
                *dy = slope * scale;
            }
        }
        sum += lanes.into_iter().map(T::to_f64).sum::<f64>();
    }
    sum
}

/// Calls `each` with the index of every element and its term times its weight, and sets `dy` to the derivatives divided by
/// `divisor`. The arguments of `term` are the index of the element, y and the target; it is not called for an element of weight 0.
#[inline]
pub(crate) fn each_term<T: Float>(
    y: &[T],
    target: &[T],
    weights: Option<&[T]>,
    divisor: f64,
    mut dy: Option<&mut [T]>,
    mut each: impl FnMut(usize, f64),
    term: impl Fn(usize, T, T) -> (T, T),
) {
    let scale = T::from_f64(1.0 / divisor);
    for (i, (&y, &target)) in y.iter().zip(target).enumerate() {
        let weight = weights.map_or(T::ONE, |weights| weights[i]);
        let (value, slope) = times(weight, || term(i, y, target));
        if let Some(dy) = &mut dy {
            dy[i] = slope * scale;
        }
        each(i, value.to_f64());
    }
}

/// Returns a term and its derivative times a weight, both 0 for a weight of 0.
#[inline]
pub(crate) fn times<T: Float>(weight: T, term: impl FnOnce() -> (T, T)) -> (T, T) {
    if weight == T::ZERO {
        return (T::ZERO, T::ZERO);
    }
    let (value, slope) = term();
    (value * weight, slope * weight)
}

/// Implements [`Criterion`](crate::Criterion) and [`Positionwise`](crate::Positionwise) with outputs of any shape for an
/// [`Elementwise`] loss. The fields after its name are its options.
macro_rules! elementwise_loss {
    ($loss:ident $(, $option:ident)*) => {
        $crate::criterion!(impl[S: $crate::shape::Sample, T: $crate::float::Float] Loss<S, T> for $loss);

        impl<S: $crate::shape::Sample, T: $crate::float::Float> $crate::losses::Criterion<S, T> for $loss {
            type Target = [T];

            #[inline]
            fn term(&self, y: &[T], target: &[T], divisor: f64, dy: Option<&mut [T]>) -> f64 {
                $crate::losses::Criterion::<S, T>::terms(self, y, target, divisor, dy)
            }

            #[inline]
            fn terms(&self, y: &[T], target: &[T], divisor: f64, dy: Option<&mut [T]>) -> f64 {
                use $crate::losses::elementwise::{Elementwise, terms};
                terms(y, target, divisor, dy, |_, y, target| Elementwise::of_element(self, y, target))
            }

            #[inline]
            fn reduction(&self) -> $crate::losses::Reduction {
                self.reduction
            }

            #[inline]
            fn normalizer(&self) -> f64 {
                self.reduction.per_element(S::SIZE)
            }

            #[inline]
            fn check(&self) {
                $crate::losses::elementwise::Elementwise::check::<T>(self);
            }

            fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($loss));
                $(shown.field(stringify!($option), &self.$option);)*
                shown.field("reduction", &self.reduction).finish()
            }
        }

        impl<S: $crate::shape::Sample, T: $crate::float::Float> $crate::losses::Positionwise<S, T> for $loss {
            type Positions = S;

            fn position_terms(
                &self,
                y: &[T],
                target: &[T],
                weights: Option<&[T]>,
                divisor: f64,
                dy: Option<&mut [T]>,
                each: impl FnMut(usize, f64),
            ) {
                use $crate::losses::elementwise::{Elementwise, each_term};
                let term = |_, y, target| Elementwise::of_element(self, y, target);
                each_term(y, target, weights, divisor, dy, each, term);
            }
        }
    };
}
pub(crate) use elementwise_loss;
