//! Normal initialisation.

use crate::float::Float;
use crate::init::Initializer;
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// Draws from the normal distribution with mean 0.
///
/// ```
/// use nn::init::{Initializer, Normal};
/// let mut weights = [0.0_f32; 100];
/// Normal { std: 0.02 }.fill(&mut weights, 10, 10, &mut nn::init::rng(0));
/// assert!(weights.iter().all(|w| w.abs() < 0.2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    /// The standard deviation, which must not be negative.
    pub std: f64,
}

impl Initializer for Normal {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, rng: &mut R) {
        for weight in weights {
            let number: f64 = StandardNormal.sample(rng);
            *weight = T::from_f64(self.std * number);
        }
    }
}
