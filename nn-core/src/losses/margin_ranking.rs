//! The margin loss of pairs that are ranked.

use crate::float::Float;
use crate::losses::Reduction;
use crate::losses::pairwise::{Pairwise, pairwise_loss};
use crate::losses::reduction::reductions;

/// The margin ranking loss of two outputs: L = the mean over all elements of max(0, margin - t_i (a_i - b_i)), where t_i is 1 if
/// a_i is to be ranked higher, and -1 if b_i is, as PyTorch's `MarginRankingLoss`.
///
/// The output of the network is a tuple of two tensors of any shape, the same for both; the target has their batched shape. Where
/// the term is more than 0, the gradient is -t_i / n with respect to a_i, and t_i / n with respect to b_i; n is the batch size
/// times the number of elements of a. [`reduction`](Self::reduction) selects another reduction.
///
/// ```
/// use nn::losses::MarginRanking;
/// use nn::prelude::*;
/// let (a, b) = (Tensor::<(N<2>,)>::new([1.0, 2.0]), Tensor::<(N<2>,)>::new([0.5, 3.0]));
/// let target = Tensor::<(N<2>,)>::new([1.0, 1.0]);
/// let (mut da, mut db) = (Tensor::new([0.0; 2]), Tensor::new([0.0; 2]));
/// let loss = MarginRanking::default();
/// let value = Loss::<Tuple<((), ())>>::gradient(&loss, (&a, &b), &target, (&mut da, &mut db));
/// assert_eq!(value, 0.5);
/// assert_eq!((da.as_slice(), db.as_slice()), (&[0.0, -0.5][..], &[0.0, 0.5][..]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarginRanking {
    /// The difference from which a pair contributes nothing, finite. Defaults to 0.
    pub margin: f64,
    reduction: Reduction,
}
pairwise_loss!(MarginRanking, margin);
reductions!(@only MarginRanking, Mean, "The terms are those of the pairs of elements: `Mean` divides by their number.");

impl MarginRanking {
    /// Creates the loss with this margin, which must be finite.
    ///
    /// # Panics
    /// Panics if `margin` is infinite or NaN.
    #[track_caller]
    pub const fn new(margin: f64) -> Self {
        assert!(margin.is_finite(), "{}", MARGIN);
        Self { margin, reduction: Reduction::Mean }
    }
}

const MARGIN: &str = "the `margin` of a `MarginRanking` loss must be finite";

impl Default for MarginRanking {
    /// Returns the loss with a margin of 0, as in PyTorch.
    fn default() -> Self {
        Self::new(0.0)
    }
}

impl Pairwise for MarginRanking {
    fn check<T: Float>(&self) {
        assert!(T::from_f64(self.margin).is_finite(), "{MARGIN}");
    }

    #[inline]
    fn of_pair<T: Float>(&self, first: T, second: T, target: T) -> (T, [T; 2]) {
        let term = T::from_f64(self.margin) - target * (first - second);
        if term <= T::ZERO { (T::ZERO, [T::ZERO; 2]) } else { (term, [-target, target]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values() {
        let ranking = MarginRanking::new(0.5);
        assert_eq!(ranking.of_pair(1.0_f32, 0.0, 1.0), (0.0, [0.0; 2]));
        assert_eq!(ranking.of_pair(1.0_f32, 0.0, -1.0), (1.5, [1.0, -1.0]));
        assert_eq!(ranking.of_pair(1e4_f32, -1e4, -1.0), (20_000.5, [1.0, -1.0]));
        // At the margin, loss and gradient are 0.
        assert_eq!(ranking.of_pair(0.5_f32, 0.0, 1.0), (0.0, [0.0; 2]));
        assert_eq!(ranking.of_pair(f32::INFINITY, 0.0, 1.0), (0.0, [0.0; 2]));
        assert!(ranking.of_pair(f32::NAN, 0.0, 1.0).0.is_nan());
        assert!(ranking.of_pair(f32::INFINITY, f32::INFINITY, 1.0).0.is_nan());
    }
}
