//! SELU.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// SELU(x) = scale x for x > 0, else scale alpha (exp(x) - 1), with scale 1.0507.. and alpha 1.6733.. (Klambauer,
/// Unterthiner, Mayr, Hochreiter 2017); its derivative is scale for x > 0, else scale alpha exp(x).
///
/// With these constants, the activations of deep dense networks keep mean 0 and variance 1 without normalisation layers. In
/// `network!`: `.selu()`. Any shape in, the same shape out. The derivative at 0 is scale alpha, as in PyTorch. Negative infinity
/// maps to -scale alpha. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Selu};
/// assert_eq!(Selu::value(0.0_f32), 0.0);
/// assert_eq!(Selu::value(2.0_f64), 2.0 * Selu::SCALE);
/// assert_eq!(Selu::value(-1e4_f64), -Selu::SCALE * Selu::ALPHA);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Selu;
stateless!(Selu);
activation!(@layer Selu);

impl Selu {
    /// The slope for positive x.
    ///
    /// ```
    /// use nn::layers::{Activation, Selu};
    /// assert_eq!(Selu::value(2.0), Selu::SCALE * 2.0);
    /// ```
    pub const SCALE: f64 = 1.050_700_987_355_480_5;
    /// alpha: SELU(x) tends to -scale alpha as x tends to negative infinity.
    ///
    /// ```
    /// use nn::layers::{Activation, Selu};
    /// assert_eq!(Selu::value(f64::NEG_INFINITY), -Selu::SCALE * Selu::ALPHA);
    /// ```
    pub const ALPHA: f64 = 1.673_263_242_354_377_2;
}

impl Activation for Selu {
    const FUNCTION: Option<Function> =
        Some(Function::SELU { scale: Scalar::new(Self::SCALE), alpha: Scalar::new(Self::ALPHA) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        let below = T::from_f64(Self::SCALE * Self::ALPHA) * x.exp_m1();
        if x > T::ZERO { T::from_f64(Self::SCALE) * x } else { below }
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let below = T::from_f64(Self::SCALE * Self::ALPHA) * x.exp();
        if x > T::ZERO { T::from_f64(Self::SCALE) } else { below }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    /// The constants preserve mean 0 and variance 1 (the paper's equations 14).
    #[test]
    fn preserves_mean_and_variance_of_normal_distribution() {
        let (mut mean, mut square) = (0.0, 0.0);
        let step = 1e-3;
        for i in -12_000..=12_000 {
            let x = f64::from(i) * step;
            let (y, weight) = (Selu::value(x), x.normal().1 * step);
            mean += weight * y;
            square += weight * y * y;
        }
        assert!(mean.abs() < 1e-6 && (square - 1.0).abs() < 1e-6, "{mean}, {square}");
    }
}
