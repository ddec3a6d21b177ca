//! Threshold.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// Threshold(x) = x for x > threshold, else value (PyTorch's `Threshold`); its derivative is 1 for x > threshold, else 0.
///
/// threshold and value are `THRESHOLD_MILLIONTHS` / 1 000 000 and `VALUE_MILLIONTHS` / 1 000 000: a const parameter cannot be a
/// `f64`. In `network!`: `.threshold::<0.1, 20.0>()`, which is `Threshold<100_000, 20_000_000>`; both are required.
///
/// Any shape in, the same shape out. If value is at most threshold, the derivative is computed from the output, and the function
/// works in place. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Threshold};
/// assert_eq!([-1.0, 0.1, 0.5].map(Threshold::<100_000, 20_000_000>::value::<f64>), [20.0, 20.0, 0.5]);
/// assert_eq!(Threshold::<100_000, 20_000_000>::derivative(0.0_f32, 20.0), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Threshold<const THRESHOLD_MILLIONTHS: i64, const VALUE_MILLIONTHS: i64>;
stateless!(Threshold<const THRESHOLD_MILLIONTHS: i64, const VALUE_MILLIONTHS: i64>);
activation!(@layer Threshold<const THRESHOLD_MILLIONTHS: i64, const VALUE_MILLIONTHS: i64>);

impl<const THRESHOLD_MILLIONTHS: i64, const VALUE_MILLIONTHS: i64> Threshold<THRESHOLD_MILLIONTHS, VALUE_MILLIONTHS> {
    /// threshold: larger x are kept.
    ///
    /// ```
    /// assert_eq!(nn::layers::Threshold::<100_000, 20_000_000>::THRESHOLD, 0.1);
    /// ```
    pub const THRESHOLD: f64 = THRESHOLD_MILLIONTHS as f64 / 1e6;
    /// value: what all other x map to.
    ///
    /// ```
    /// assert_eq!(nn::layers::Threshold::<100_000, 20_000_000>::VALUE, 20.0);
    /// ```
    pub const VALUE: f64 = VALUE_MILLIONTHS as f64 / 1e6;
}

impl<const THRESHOLD_MILLIONTHS: i64, const VALUE_MILLIONTHS: i64> Activation
    for Threshold<THRESHOLD_MILLIONTHS, VALUE_MILLIONTHS>
{
    const FUNCTION: Option<Function> =
        Some(Function::Threshold { threshold: Scalar::new(Self::THRESHOLD), value: Scalar::new(Self::VALUE) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        if x <= T::from_f64(Self::THRESHOLD) { T::from_f64(Self::VALUE) } else { x }
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, y: T) -> T {
        // A larger value would be mistaken for an x that is kept.
        let decides = if VALUE_MILLIONTHS <= THRESHOLD_MILLIONTHS { y } else { x };
        if decides <= T::from_f64(Self::THRESHOLD) { T::ZERO } else { T::ONE }
    }
}
