//! Access to the learning rate of an optimiser.

/// An optimiser whose learning rate can be read and set, as learning-rate schedules require.
///
/// ```
/// use nn::optim::{Adam, LearningRate};
/// fn halve(optimizer: &mut impl LearningRate) {
///     optimizer.set_learning_rate(0.5 * optimizer.learning_rate());
/// }
/// let mut adam = Adam::new(0.1);
/// halve(&mut adam);
/// assert_eq!(adam.lr, 0.05);
/// ```
pub trait LearningRate {
    /// Returns the learning rate.
    fn learning_rate(&self) -> f64;

    /// Sets the learning rate for the following steps. The rate is not checked here, but by the next step, or by
    /// [`check_settings`](crate::Optimizer::check_settings).
    fn set_learning_rate(&mut self, rate: f64);
}
