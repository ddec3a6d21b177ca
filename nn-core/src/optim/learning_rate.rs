//! Access to the learning rate of any optimiser.

/// An optimiser whose learning rate can be read and set: what a schedule acts on.
///
/// ```
/// use nn_core::{Adam, LearningRate};
/// fn halve(optimizer: &mut impl LearningRate) {
///     optimizer.set_learning_rate(0.5 * optimizer.learning_rate());
/// }
/// let mut adam = Adam::new(0.1);
/// halve(&mut adam);
/// assert_eq!(adam.lr, 0.05);
/// ```
pub trait LearningRate {
    /// How far a step goes.
    fn learning_rate(&self) -> f64;

    /// From the next step on, that far. The rate is checked by that step, or by
    /// [`check_settings`](crate::Optimizer::check_settings), and not here.
    fn set_learning_rate(&mut self, rate: f64);
}
