//! Normal weights without the tails.

use crate::float::Float;
use crate::init::Initializer;
use rand::Rng;
use rand_distr::{Distribution, StandardNormal, StandardUniform};

/// Normal with mean 0, drawn again where the absolute value is above a limit: PyTorch's `trunc_normal_`.
///
/// The standard deviation is that before the cut: at a limit of two of them, that of the weights is 0.880 `std`. In
/// `network!`, a rule with settings is a constant of yours:
///
/// ```
/// use nn::init::TruncatedNormal;
/// use nn::prelude::*;
///
/// const CUT: TruncatedNormal = TruncatedNormal::new(0.02);
///
/// network! {
///     struct Narrow {
///         fc: Linear<10, 10, init = CUT>,
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
    /// The standard deviation before the cut, not negative.
    pub std: f64,
    /// The bound of the absolute value, not negative.
    pub limit: f64,
}

impl TruncatedNormal {
    /// This standard deviation, cut at two of them.
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
    /// Rejection, from whichever of the normal and the uniform distribution fewer numbers are drawn again.
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        loop {
            if self.limit >= self.std {
                let normal: f64 = StandardNormal.sample(rng);
                let number = self.std * normal;
                // A NaN among the settings becomes a NaN among the weights, and no endless loop.
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
