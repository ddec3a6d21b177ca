//! Reductions: how the terms of a loss become one number.

use crate::losses::Divisor;

/// How the terms of a loss become one number; each loss says what its terms are.
///
/// A loss has a reduction of its own, the mean in nearly all cases as in PyTorch. [`reduction`](crate::Mse::reduction()) chooses
/// another. The losses of the samples, not reduced, are given by [`Criterion::unreduced`](crate::Criterion::unreduced).
///
/// ```
/// use nn_core::{Loss, Mse, N, Reduction, Tensor};
/// let y = Tensor::<(N<2>, N<2>)>::new([[1.0, 2.0], [3.0, 4.0]]);
/// let zero = Tensor::<(N<2>, N<2>)>::new([[0.0; 2]; 2]);
/// let value = |reduction| Loss::<(N<2>,)>::value(&Mse.reduction(reduction), &y, &zero);
/// assert_eq!(value(Reduction::Sum), 30.0);
/// assert_eq!(value(Reduction::Mean), 30.0 / 4.0);
/// assert_eq!(value(Reduction::BatchMean), 30.0 / 2.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
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

    /// The [normalizer](crate::Criterion::normalizer) of a loss whose mean is one over the `size` elements of each sample.
    #[inline]
    pub(crate) fn per_element(self, size: usize) -> f64 {
        if self == Reduction::Mean { size as f64 } else { 1.0 }
    }

    /// What the sum of the terms is divided by, where `mean` is for the mean and there are `batch` samples.
    #[inline]
    pub(crate) fn divisor(self, mean: f64, batch: usize) -> f64 {
        match self {
            Reduction::Mean => mean,
            Reduction::Sum => 1.0,
            Reduction::BatchMean => batch as f64,
        }
    }
}

/// The constant `$loss`, the loss with its defaults: the values of its fields besides `reduction` are in braces. And the method
/// `reduction`. `$parameter` is the type parameter of the loss.
macro_rules! reductions {
    ($loss:ident $(<$parameter:ident>)? $({ $($field:ident: $value:expr),* })?, $default:ident, $terms:literal) => {
        reductions!(@only $loss $(<$parameter>)?, $default, $terms);

        #[doc = concat!("[`", stringify!($loss), "`](struct@", stringify!($loss), ") with its defaults: the methods change them.")]
        #[allow(non_upper_case_globals)]
        pub const $loss: $loss = $loss { $($($field: $value,)*)? reduction: $crate::losses::Reduction::$default };

        impl Default for $loss {
            fn default() -> Self {
                $loss
            }
        }
    };
    (@only $loss:ident $(<$parameter:ident>)?, $default:ident, $terms:literal) => {
        impl$(<$parameter: Copy>)? $loss$(<$parameter>)? {
            #[doc = concat!("The same loss with another reduction; `", stringify!($default), "` unless set. ", $terms)]
            pub const fn reduction(mut self, reduction: $crate::losses::Reduction) -> Self {
                self.reduction = reduction;
                self
            }
        }
    };
}
pub(crate) use reductions;
