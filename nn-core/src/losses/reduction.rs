//! How the terms of a loss become one number.

use crate::losses::Divisor;

/// How the terms of a loss become one number; each loss says what its terms are.
///
/// A loss has a reduction of its own, the mean in nearly all cases as in PyTorch. [`reduce`](crate::Mse::reduce) chooses
/// another.
///
/// ```
/// use nn_core::{Loss, Mse, N, Reduction, Tensor};
/// let y = Tensor::<(N<2>, N<2>)>::new([[1.0, 2.0], [3.0, 4.0]]);
/// let zero = Tensor::<(N<2>, N<2>)>::new([[0.0; 2]; 2]);
/// let value = |reduction| Loss::<(N<2>,)>::value(&Mse.reduce(reduction), &y, &zero);
/// assert_eq!(value(Reduction::Sum), 30.0);
/// assert_eq!(value(Reduction::Mean), 30.0 / 4.0);
/// assert_eq!(value(Reduction::BatchMean), 30.0 / 2.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reduction {
    /// The sum of all terms, divided by their number; or by the sum of their weights, where a loss says so.
    #[default]
    Mean,
    /// The sum of all terms. The loss of several batches is their sum, too: accumulated gradients, losses of an epoch and of a
    /// validation set grow with the number of samples.
    Sum,
    /// The sum of all terms, divided by the number of samples.
    BatchMean,
}

impl Reduction {
    /// The kind of divisor, where that of the mean is `mean`.
    pub(crate) const fn kind(self, mean: Divisor) -> Divisor {
        match self {
            Reduction::Mean => mean,
            Reduction::Sum => Divisor::One,
            Reduction::BatchMean => Divisor::Samples,
        }
    }

    /// What the sum of the terms is divided by, where `mean` is for the mean and there are `batch` samples.
    pub(crate) fn divisor(self, mean: f64, batch: usize) -> f64 {
        match self {
            Reduction::Mean => mean,
            Reduction::Sum => 1.0,
            Reduction::BatchMean => batch as f64,
        }
    }
}

/// A loss with another reduction than its own: `Mse.reduce(Reduction::Sum)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reduced<L> {
    /// The loss.
    pub loss: L,
    /// How its terms become one number.
    pub reduction: Reduction,
}
