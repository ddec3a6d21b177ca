//! Dropout of the weights of an attention, whose mask is computed again wherever it is needed.

use super::rows::through_softmax;
use crate::float::Float;
use crate::kernels::elementwise::DropRule;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::vectorized::vectorized;

/// What happens to the weights of an attention after the softmax. The weights of a step have numbers, by sample, head, query and
/// key; those of a block are rows of `columns`, of which each begins `distance` after the one before it.
pub trait WeightRule<T: Float>: Copy + Sync {
    /// Returns the rule of the weights from number `count` on.
    fn after(self, count: u64) -> Self;

    /// Multiplies the weights of a block by their factors.
    fn drop(self, rows: WeightRows, weights: &mut [T]);

    /// Replaces the derivatives with respect to the weights that multiply the values by those with respect to the scores, where the
    /// sum of all products of a weight and its derivative is known for each row, and the weights by those that multiply the values.
    fn through_softmax(self, rows: WeightRows, weights: &mut [T], sums: &[T], derivatives: &mut [T]);
}

/// The rows of a block of weights.
#[derive(Debug, Clone, Copy)]
pub struct WeightRows {
    /// The number of weights of a row.
    pub(super) columns: usize,
    /// The number of weights from the first one of a row to that of the next row, in the order of their numbers.
    pub(super) distance: usize,
}

/// All weights are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeepWeights;

impl<T: Float> WeightRule<T> for KeepWeights {
    #[inline(always)]
    fn after(self, _: u64) -> Self {
        self
    }

    #[inline(always)]
    fn drop(self, _: WeightRows, _: &mut [T]) {}

    #[inline(always)]
    fn through_softmax(self, rows: WeightRows, weights: &mut [T], sums: &[T], derivatives: &mut [T]) {
        through_softmax(rows.columns, weights, sums, derivatives);
    }
}

impl<T: Float> WeightRule<T> for DropRule<T> {
    #[inline(always)]
    fn after(self, count: u64) -> Self {
        Self { before: self.before.wrapping_add(count), ..self }
    }

    #[inline(always)]
    fn drop(self, rows: WeightRows, weights: &mut [T]) {
        multiply(self, rows, weights);
    }

    #[inline(always)]
    fn through_softmax(self, rows: WeightRows, weights: &mut [T], sums: &[T], derivatives: &mut [T]) {
        through_dropped_softmax(self, rows, weights, sums, derivatives);
    }
}

vectorized! {
    /// Multiplies the weights of a block by their factors.
    fn multiply<'a, T>(rule: DropRule<T>, rows: WeightRows, weights: &'a mut [T]) {
        let numbers = (0_u64..).step_by(at_least_one(rows.distance));
        for (weights, number) in weights.chunks_exact_mut(at_least_one(rows.columns)).zip(numbers) {
            weights.iter_mut().zip(number..).for_each(|(weight, number)| *weight *= rule.factor(number));
        }
    }
}

vectorized! {
    /// With the factor f of a weight w: replaces its derivative d by w (f d - the sum of all w f d), and w by w f.
    fn through_dropped_softmax<'a, T>(
        rule: DropRule<T>,
        rows: WeightRows,
        weights: &'a mut [T],
        sums: &'a [T],
        derivatives: &'a mut [T],
    ) {
        let (columns, numbers) = (at_least_one(rows.columns), (0_u64..).step_by(at_least_one(rows.distance)));
        let rows = derivatives.chunks_exact_mut(columns).zip(weights.chunks_exact_mut(columns));
        for (((derivatives, weights), &sum), first) in rows.zip(sums).zip(numbers) {
            for ((d, weight), number) in derivatives.iter_mut().zip(weights).zip(first..) {
                let factor = rule.factor(number);
                *d = *weight * (factor * *d - sum);
                *weight *= factor;
            }
        }
    }
}
