//! What the sum of a loss's terms is divided by, which decides how batches add up.

/// What the sum of a loss's terms is divided by: [`Loss::divisor`](crate::Loss::divisor). It decides how batches add up to a larger one.
///
/// The loss of a batch is a quotient, and so is that of several batches together: the sum of all their terms, divided by the
/// sum of their divisors. This is what accumulated gradients, steps of several processes, and the losses of an epoch or of a
/// validation set are.
///
/// ```
/// use nn_core::{Class, CrossEntropy, Divisor, Loss, Mse, N, Reduction};
/// fn divisor(loss: &impl Loss<(N<3>,)>) -> Divisor {
///     loss.divisor()
/// }
/// assert_eq!(divisor(&Mse), Divisor::Samples);
/// assert_eq!(divisor(&Mse.reduction(Reduction::Sum)), Divisor::One);
/// assert_eq!(divisor(&CrossEntropy.ignore_index(Class::<N<3>>::default())), Divisor::Weights);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Divisor {
    /// The number of samples, or a fixed multiple of it, such as the number of elements.
    Samples,
    /// [`Loss::weight_of_rows`](crate::Loss::weight_of_rows), which depends on the targets: class weights, an ignored class.
    Weights,
    /// Nothing: the loss is a sum, and so is that of several batches.
    One,
    /// Several divisors that differ: a tuple of losses, one of which is not like the others. A sum of gradients has a single
    /// divisor, so that batches of such a loss do not add up to a larger one.
    Mixed,
}

impl Divisor {
    /// The divisor of the sum of two losses: [`Samples`](Self::Samples) or [`One`](Self::One) if both have it, else
    /// [`Mixed`](Self::Mixed), since two sums of weights are not proportional.
    ///
    /// ```
    /// use nn_core::Divisor;
    /// assert_eq!(Divisor::Samples.and(Divisor::Samples), Divisor::Samples);
    /// assert_eq!(Divisor::Samples.and(Divisor::One), Divisor::Mixed);
    /// assert_eq!(Divisor::Weights.and(Divisor::Weights), Divisor::Mixed);
    /// ```
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Samples, Self::Samples) => Self::Samples,
            (Self::One, Self::One) => Self::One,
            _ => Self::Mixed,
        }
    }
}
