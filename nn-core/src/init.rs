//! How weights begin.

use crate::float::Float;
use rand::distr::Distribution;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The generator behind everything random in `nn`: ChaCha with 8 rounds, whose stream is fixed by its definition, the
/// same on every platform and in every release.
///
/// ```
/// use rand::Rng;
/// assert_eq!(nn_core::rng(1).next_u64(), nn_core::rng(1).next_u64());
/// ```
pub fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// A rule that draws the weights of a layer with `fan_in` inputs and `fan_out` outputs.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an initialiser")]
pub trait Initializer {
    /// Sets every weight.
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut R);
}

/// Uniform in [-limit, limit).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform {
    /// The bound of the absolute value.
    pub limit: f64,
}

impl Initializer for Uniform {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, rng: &mut R) {
        let uniform = rand::distr::StandardUniform;
        for weight in weights {
            let unit: f64 = uniform.sample(rng);
            *weight = T::from_f64(self.limit * (2.0 * unit - 1.0));
        }
    }
}
