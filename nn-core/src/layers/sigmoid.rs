//! The sigmoid (logistic function).

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// sigmoid(x) = 1 / (1 + exp(-x)), from 0 to 1; its derivative is y (1 - y).
///
/// In `network!`: `.sigmoid()`. Any shape in, the same shape out. No input overflows: inputs far from 0 map to 0 and 1, or to
/// the subnormal number next to the exact value. NaN propagates.
///
/// Source: Rumelhart, Hinton, Williams 1986.
///
/// ```
/// use nn::layers::{Activation, Sigmoid};
/// assert_eq!(Sigmoid::value(0.0_f32), 0.5);
/// assert_eq!(Sigmoid::value(-1e4_f32), 0.0);
/// assert_eq!(Sigmoid::derivative(0.0_f32, 0.5), 0.25);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Sigmoid;
stateless!(Sigmoid);
activation!(@layer Sigmoid);

impl Activation for Sigmoid {
    const FUNCTION: Option<Function> = Some(Function::Logistic);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        // The exponent is never positive, so nothing overflows.
        let e = (-x.abs()).exp();
        let numerator = if x < T::ZERO { e } else { T::ONE };
        numerator / (T::ONE + e)
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        y * (T::ONE - y)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn large_negative_input_does_not_underflow() {
        // 1 / (1 + exp(100)) would be 0.
        assert!(Sigmoid::value(-100.0_f32) > 0.0);
    }
}
