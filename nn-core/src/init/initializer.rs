//! The trait of initialisers.

use crate::float::Float;
use rand::Rng;

/// A rule that draws the weights of a layer with `fan_in` inputs and `fan_out` outputs.
///
/// ```
/// use nn_core::Float;
/// use nn_core::init::Initializer;
/// use rand::Rng;
///
/// /// Every weight 1 / fan_in: the layer gives the mean of its inputs.
/// struct Mean;
/// impl Initializer for Mean {
///     fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, _fan_out: usize, _: &mut R) {
///         weights.fill(T::from_f64(1.0 / fan_in as f64));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an initialiser")]
pub trait Initializer {
    /// Sets every weight. Where it matters, the weights are a matrix of `fan_in` rows, as those of
    /// [`Linear`](crate::Linear) are.
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R);

    /// The same for weights that are a matrix of `fan_in` columns, as those of convolutions are: a row an output. It differs
    /// from [`fill`](Self::fill) for rules alone that look at more than one weight at once.
    fn fill_by_output<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R) {
        self.fill(weights, fan_in, fan_out, rng);
    }
}
