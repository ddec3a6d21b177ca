//! Losses with one term for each pair of elements of two outputs.

use crate::float::Float;

/// A loss with one term for each pair of elements of two outputs of the same shape; the target has their shape, too.
pub(crate) trait Pairwise {
    /// Returns the term of a pair, and its derivatives with respect to both elements.
    fn of_pair<T: Float>(&self, first: T, second: T, target: T) -> (T, [T; 2]);

    /// Checks the settings.
    ///
    /// # Panics
    /// Panics if a setting is invalid for elements of type `T`: fields are public, and may have been set after `new`.
    fn check<T: Float>(&self);
}

/// Calls `each` with the index of every pair and its term times its weight, and sets `dy` to the derivatives divided by `divisor`.
#[inline]
pub(crate) fn each_pair<T: Float>(
    loss: &impl Pairwise,
    (first, second): (&[T], &[T]),
    target: &[T],
    weights: Option<&[T]>,
    divisor: f64,
    mut dy: Option<(&mut [T], &mut [T])>,
    mut each: impl FnMut(usize, f64),
) {
    for (i, (&target, (&first, &second))) in target.iter().zip(first.iter().zip(second)).enumerate() {
        let weight = weights.map_or(T::ONE, |weights| weights[i]);
        let (term, slopes) = if weight == T::ZERO {
            (T::ZERO, [T::ZERO; 2])
        } else {
            let (term, slopes) = loss.of_pair(first, second, target);
            (term * weight, slopes.map(|slope| slope * weight))
        };
        if let Some((of_first, of_second)) = &mut dy {
            let scale = T::from_f64(1.0 / divisor);
            [of_first[i], of_second[i]] = slopes.map(|slope| slope * scale);
        }
        each(i, term.to_f64());
    }
}

/// Implements [`Criterion`](crate::Criterion) and [`Positionwise`](crate::Positionwise) with two outputs of any shape for a
/// [`Pairwise`] loss. The fields after its name are its options.
macro_rules! pairwise_loss {
    ($loss:ident $(, $option:ident)*) => {
        $crate::criterion!(
            impl[S: $crate::shape::Sample, T: $crate::float::Float]
            Loss<$crate::signal::Tuple<(S, S)>, T> for $loss
        );

        impl<S: $crate::shape::Sample, T: $crate::float::Float>
            $crate::losses::Criterion<$crate::signal::Tuple<(S, S)>, T> for $loss
        {
            type Target = [T];

            #[inline]
            fn term(
                &self,
                y: (&[T], &[T]),
                target: &[T],
                divisor: f64,
                dy: Option<(&mut [T], &mut [T])>,
            ) -> f64 {
                let mut sum = 0.0;
                $crate::losses::pairwise::each_pair(self, y, target, None, divisor, dy, |_, term| sum += term);
                sum
            }

            fn reduction(&self) -> $crate::losses::Reduction {
                self.reduction
            }

            fn normalizer(&self) -> f64 {
                self.reduction.per_element(S::SIZE)
            }

            fn check(&self) {
                $crate::losses::pairwise::Pairwise::check::<T>(self);
            }

            fn describe(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($loss));
                $(shown.field(stringify!($option), &self.$option);)*
                shown.field("reduction", &self.reduction).finish()
            }
        }

        impl<S: $crate::shape::Sample, T: $crate::float::Float>
            $crate::losses::Positionwise<$crate::signal::Tuple<(S, S)>, T> for $loss
        {
            type Positions = S;

            fn position_terms(
                &self,
                y: (&[T], &[T]),
                target: &[T],
                weights: Option<&[T]>,
                divisor: f64,
                dy: Option<(&mut [T], &mut [T])>,
                each: impl FnMut(usize, f64),
            ) {
                $crate::losses::pairwise::each_pair(self, y, target, weights, divisor, dy, each);
            }
        }
    };
}
pub(crate) use pairwise_loss;
