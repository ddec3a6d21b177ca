//! Truncated normal initialisation.

use crate::float::Float;
use crate::init::Initializer;
use rand::Rng;
use rand_distr::{Distribution, StandardNormal, StandardUniform};

/// Draws from the normal distribution with mean 0, truncated at an absolute value of `limit`: PyTorch's `trunc_normal_`.
///
/// `std` is the standard deviation before truncation: with a limit of 2 `std`, that of the weights is 0.880 `std`.
///
/// ```
/// use nn::init::TruncatedNormal;
/// use nn::prelude::*;
///
/// network! {
///     struct Narrow {
///         fc: Linear<10, 10, init = TruncatedNormal::new(0.02)>,
///     }
///     fn forward(x: Tensor<10>) -> Tensor<10> {
///         x.fc()
///     }
/// }
///
/// assert!(Narrow::new(1).fc.weight.iter().all(|w| w.abs() <= 0.04));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TruncatedNormal {
    /// The standard deviation before truncation, which must not be negative.
    pub std: f64,
    /// The bound of the absolute value, which must not be negative.
    pub limit: f64,
}

impl TruncatedNormal {
    /// Creates an initialiser with this standard deviation before truncation and a limit of two standard deviations.
    pub const fn new(std: f64) -> Self {
        Self { std, limit: 2.0 * std }
    }
}

impl Initializer for TruncatedNormal {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, rng: &mut R) {
        for weight in weights {
            *weight = T::from_f64(self.draw(rng));
        }
    }
}

impl TruncatedNormal {
    /// Draws by rejection sampling, from the normal or the uniform distribution, whichever rejects less.
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        loop {
            if self.limit >= self.std {
                let normal: f64 = StandardNormal.sample(rng);
                let number = self.std * normal;
                // A NaN among the settings gives NaN weights instead of an endless loop.
                if number.abs() <= self.limit || number.is_nan() {
                    return number;
                }
            } else {
                let (unit, height): (f64, f64) = (StandardUniform.sample(rng), StandardUniform.sample(rng));
                let number = self.limit * (2.0 * unit - 1.0);
                let deviations = number / self.std;
                if height <= libm::exp(-0.5 * deviations * deviations) || deviations.is_nan() {
                    return number;
                }
            }
        }
    }
}
