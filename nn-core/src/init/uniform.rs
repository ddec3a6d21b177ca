//! Uniform initialisation.

use crate::float::Float;
use crate::init::Initializer;
use rand::Rng;
use rand_distr::{Distribution, StandardUniform};

/// Draws uniformly from -limit to limit; the standard deviation is limit / sqrt(3).
///
/// ```
/// use nn::init::{Initializer, Uniform};
/// let mut weights = [0.0_f32; 100];
/// Uniform { limit: 0.1 }.fill(&mut weights, 10, 10, &mut nn::init::rng(0));
/// assert!(weights.iter().all(|w| w.abs() <= 0.1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform {
    /// The bound of the absolute value, which must not be negative.
    pub limit: f64,
}

impl Initializer for Uniform {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, rng: &mut R) {
        for weight in weights {
            let unit: f64 = StandardUniform.sample(rng);
            *weight = T::from_f64(self.limit * (2.0 * unit - 1.0));
        }
    }
}
