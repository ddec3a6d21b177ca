//! The kind of divisor of a loss, which decides how the losses of several batches combine.

/// What the sum of a loss's terms is divided by, as returned by [`Loss::divisor`](crate::Loss::divisor).
///
/// The loss of a batch is a quotient. The loss of several batches together is the sum of all their terms divided by the sum of
/// their divisors. Gradient accumulation, multi-process training, and the losses of an epoch or a validation set all combine
/// batches in this way.
///
/// ```
/// use nn::Class;
/// use nn::dim::N;
/// use nn::losses::{CrossEntropy, Divisor, Loss, Mse, Reduction};
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
    /// [`Loss::weight_of_rows`](crate::Loss::weight_of_rows), which depends on the targets, as with class weights or an ignored
    /// class.
    Weights,
    /// The terms are not divided: the loss is a sum, and so is that of several batches.
    One,
    /// Several different divisors, as in a tuple of losses that do not all divide alike. An accumulated gradient has a single
    /// divisor, so gradients of such a loss cannot be accumulated.
    Mixed,
}

impl Divisor {
    /// Returns the divisor of the sum of two losses: [`Samples`](Self::Samples) or [`One`](Self::One) if both losses have it,
    /// otherwise [`Mixed`](Self::Mixed), because two sums of weights are not proportional.
    ///
    /// ```
    /// use nn::losses::Divisor;
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
