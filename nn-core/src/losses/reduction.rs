//! Reductions of the terms of a loss to a scalar.

use crate::losses::Divisor;

/// How the terms of a loss are reduced to a scalar; each loss documents what its terms are.
///
/// The default depends on the loss; it is the mean in nearly all cases, as in PyTorch. The method
/// [`reduction`](crate::Mse::reduction()) selects another one. The counterparts of PyTorch's `reduction="none"` are
/// [`Criterion::unreduced`](crate::Criterion::unreduced), which computes the unreduced loss of each sample,
/// [`Positionwise::unreduced_positions`](crate::Positionwise::unreduced_positions), that of each element or position, and weighted
/// losses, [`SampleWeighted`](crate::SampleWeighted) and [`PositionWeighted`](crate::PositionWeighted).
///
/// ```
/// use nn::prelude::*;
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
    /// The sum of all terms, divided by their number, or by the sum of their weights if the loss is weighted.
    #[default]
    Mean,
    /// The sum of all terms. The loss of several batches is also a sum: accumulated gradients and the losses of an epoch or a
    /// validation set grow with the number of samples.
    Sum,
    /// The sum of all terms, divided by the number of samples.
    BatchMean,
}

impl Reduction {
    /// Returns the kind of divisor of this reduction, given the one of the mean.
    pub(crate) const fn kind(self, mean: Divisor) -> Divisor {
        match self {
            Reduction::Mean => mean,
            Reduction::Sum => Divisor::One,
            Reduction::BatchMean => Divisor::Samples,
        }
    }

    /// Returns the [normalizer](crate::Criterion::normalizer) of a loss whose mean is over the `size` elements of each sample.
    #[inline]
    pub(crate) fn per_element(self, size: usize) -> f64 {
        if self == Reduction::Mean { size as f64 } else { 1.0 }
    }

    /// Returns what the sum of the terms is divided by; `mean` is the divisor of the mean and `batch` the number of samples.
    #[inline]
    pub(crate) fn divisor(self, mean: f64, batch: usize) -> f64 {
        match self {
            Reduction::Mean => mean,
            Reduction::Sum => 1.0,
            Reduction::BatchMean => batch as f64,
        }
    }
}

/// Generates the constant `$loss`, which is the loss with its defaults, and the method `reduction`. The values of the fields other
/// than `reduction` are in braces. `$parameter` is a type parameter of the loss.
macro_rules! reductions {
    ($loss:ident $(<$($parameter:ident),+>)? $({ $($field:ident: $value:expr),* })?, $default:ident, $terms:literal) => {
        reductions!(@only $loss $(<$($parameter),+>)?, $default, $terms);

        #[doc = concat!("[`", stringify!($loss), "`](struct@", stringify!($loss), ") with its defaults: the methods change them.")]
        #[allow(non_upper_case_globals)]
        pub const $loss: $loss = $loss { $($($field: $value,)*)? reduction: $crate::losses::Reduction::$default };

        impl Default for $loss {
            fn default() -> Self {
                $loss
            }
        }
    };
    (@only $loss:ident $(<$($parameter:ident),+>)?, $default:ident, $terms:literal) => {
        impl$(<$($parameter: Copy),+>)? $loss$(<$($parameter),+>)? {
            #[doc = concat!("Returns this loss with another reduction; `", stringify!($default), "` unless set. ", $terms)]
            pub const fn reduction(mut self, reduction: $crate::losses::Reduction) -> Self {
                self.reduction = reduction;
                self
            }
        }
    };
}
pub(crate) use reductions;
