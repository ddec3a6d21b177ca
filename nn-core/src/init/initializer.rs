//! The trait of initialisers.

use crate::float::Float;
use rand::Rng;

/// An initialiser of the weights of a layer with `fan_in` inputs and `fan_out` outputs.
///
/// ```
/// use nn::Float;
/// use nn::init::{Initializer, Rng};
///
/// /// Sets every weight to 1 / fan_in, so that the layer computes the mean of its inputs.
/// struct Mean;
/// impl Initializer for Mean {
///     fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, _fan_out: usize, _: &mut R) {
///         weights.fill(T::from_f64(1.0 / fan_in as f64));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an initialiser")]
pub trait Initializer {
    /// Sets every weight. To initialisers that depend on it, the weights are a matrix with `fan_in` rows, as those of
    /// [`Linear`](crate::Linear).
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R);

    /// Sets every weight of a matrix with `fan_in` columns, as those of convolutions, which have one row per output. It differs
    /// from [`fill`](Self::fill) only for initialisers whose weights depend on each other, and defaults to it.
    fn fill_by_output<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R) {
        self.fill(weights, fan_in, fan_out, rng);
    }
}
