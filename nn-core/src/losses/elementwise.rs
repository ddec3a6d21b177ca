//! The sums of losses with one term for each element of the output.

use crate::float::Float;

/// A loss with one term an element of the output, which has the shape of the target.
pub(crate) trait Elementwise {
    /// The term of one element, and its derivative by y.
    fn of_element<T: Float>(&self, y: T, target: T) -> (T, T);

    /// # Panics
    /// If a setting cannot hold for numbers of this type: fields are public, and may have been set after `new`.
    #[inline]
    fn check<T: Float>(&self) {}
}

/// The number of partial sums, which vectorise.
const LANES: usize = 16;
/// The number of elements that are summed in `T`.
const BLOCK: usize = 64 * LANES;

/// The sum of the terms, and their derivatives divided by `divisor` into `dy`; `term` takes the element's index, y and target.
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

/// The sum of the terms; `term` takes the element's index, y and target. Short sums in `T` side by side, which vectorise,
/// add up to a long one in `f64`, so that millions of elements do not swallow each other.
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

/// [`sum`], and the derivatives times `scale` into `dy`.
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

/// Makes an [`Elementwise`] a [`Criterion`](crate::Criterion) of outputs of any shape. The fields after it are its options.
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
    };
}
pub(crate) use elementwise_loss;
