//! What losses share that have one term an element of the output.

use crate::float::Float;

/// A loss with one term an element of the output, which has the shape of the target.
pub(crate) trait Elementwise {
    /// The term of one element, and its derivative by y.
    fn term<T: Float>(&self, y: T, target: T) -> (T, T);

    /// # Panics
    /// If a setting cannot hold for numbers of this type: fields are public, and may have been set after `new`.
    #[inline]
    fn check<T: Float>(&self) {}
}

/// The numbers that are added up side by side.
const LANES: usize = 16;
/// The numbers that are added up in `T`.
const BLOCK: usize = 64 * LANES;

/// The sum of the terms; `term` takes the element's index, y and target. Short sums in `T` side by side, which vectorise,
/// add up to a long one in `f64`, so that millions of elements do not swallow each other.
#[inline]
pub(crate) fn sum<T: Float>(y: &[T], target: &[T], term: impl Fn(usize, T, T) -> (T, T)) -> f64 {
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
pub(crate) fn sum_and_slopes<T: Float>(
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

/// Makes an [`Elementwise`] a [`Loss`](crate::Loss) of outputs of any shape, by itself with `$reduction`, and with any
/// other by `reduce`. The fields after that are its options.
macro_rules! elementwise_loss {
    ($loss:ident, $reduction:ident $(, $option:ident)*) => {
        impl $loss {
            /// The same loss with another reduction. The terms are those of the elements: `Mean` divides by their number.
            pub const fn reduce(self, reduction: $crate::Reduction) -> $crate::Reduced<Self> {
                $crate::Reduced { loss: self, reduction }
            }
        }

        impl<S: $crate::Sample, T: $crate::Float> $crate::Loss<S, T> for $loss {
            type Target<'a, B: $crate::Dim> = &'a $crate::Batch<S, B, T>;

            fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                $crate::Loss::<S, T>::describe(&self.reduce($crate::Reduction::$reduction), f)
            }

            fn value_of_rows<B: $crate::Dim>(
                &self,
                rows: usize,
                y: &$crate::Batch<S, B, T>,
                target: &$crate::Batch<S, B, T>,
            ) -> T {
                $crate::Loss::<S, T>::value_of_rows(&self.reduce($crate::Reduction::$reduction), rows, y, target)
            }

            fn gradient_of_rows<B: $crate::Dim>(
                &self,
                rows: usize,
                y: &$crate::Batch<S, B, T>,
                target: &$crate::Batch<S, B, T>,
                dy: &mut $crate::Batch<S, B, T>,
            ) -> T {
                $crate::Loss::<S, T>::gradient_of_rows(&self.reduce($crate::Reduction::$reduction), rows, y, target, dy)
            }

            fn divisor(&self) -> $crate::Divisor {
                $crate::Reduction::$reduction.kind($crate::Divisor::Samples)
            }
        }

        impl<S: $crate::Sample, T: $crate::Float> $crate::Loss<S, T> for $crate::Reduced<$loss> {
            type Target<'a, B: $crate::Dim> = &'a $crate::Batch<S, B, T>;

            fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($loss));
                $(shown.field(stringify!($option), &self.loss.$option);)*
                shown.field("reduction", &self.reduction).finish()
            }

            fn value_of_rows<B: $crate::Dim>(
                &self,
                rows: usize,
                y: &$crate::Batch<S, B, T>,
                target: &$crate::Batch<S, B, T>,
            ) -> T {
                use $crate::losses::{
                    elementwise::{Elementwise, sum},
                    rows::first,
                };
                self.loss.check::<T>();
                let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
                let divisor = self.reduction.divisor(y.len() as f64, rows);
                T::from_f64(sum(y, target, |_, y, target| self.loss.term(y, target)) / divisor)
            }

            fn gradient_of_rows<B: $crate::Dim>(
                &self,
                rows: usize,
                y: &$crate::Batch<S, B, T>,
                target: &$crate::Batch<S, B, T>,
                dy: &mut $crate::Batch<S, B, T>,
            ) -> T {
                use $crate::losses::{
                    elementwise::{Elementwise, sum_and_slopes},
                    rows::{first, first_mut},
                };
                self.loss.check::<T>();
                let (y, target) = (first::<B, _>(rows, y.as_slice()), first::<B, _>(rows, target.as_slice()));
                let dy = first_mut::<B, _>(rows, dy.as_mut_slice());
                let divisor = self.reduction.divisor(y.len() as f64, rows);
                let scale = T::from_f64(1.0 / divisor);
                let sum = sum_and_slopes(y, target, dy, scale, |_, y, target| self.loss.term(y, target));
                T::from_f64(sum / divisor)
            }

            fn divisor(&self) -> $crate::Divisor {
                self.reduction.kind($crate::Divisor::Samples)
            }
        }
    };
}
pub(crate) use elementwise_loss;
