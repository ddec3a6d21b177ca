//! The logistic function.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// sigmoid(x) = 1 / (1 + exp(-x)), from 0 to 1; its derivative is y (1 - y).
///
/// In `network!`: `.sigmoid()`. Any shape in, the same shape out. No input overflows: values far from 0 give 0 and 1, or
/// the subnormal number next to the true one. NaN gives NaN.
///
/// Source: Rumelhart, Hinton, Williams 1986.
///
/// ```
/// use nn_core::{Activation, Sigmoid};
/// assert_eq!(Sigmoid::value(0.0_f32), 0.5);
/// assert_eq!(Sigmoid::value(-1e4_f32), 0.0);
/// assert_eq!(Sigmoid::derivative(0.0_f32, 0.5), 0.25);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Sigmoid;
stateless!(Sigmoid);
activation!(@layer Sigmoid);

impl Activation for Sigmoid {
    const FUNCTION: Option<Function> = Some(Function::Sigmoid);

    #[inline]
    fn value<T: Float>(x: T) -> T {
        // The exponent is never positive, so nothing overflows.
        let e = (-x.abs()).exp();
        let numerator = if x < T::ZERO { e } else { T::ONE };
        numerator / (T::ONE + e)
    }
    #[inline]
    fn derivative<T: Float>(_: T, y: T) -> T {
        y * (T::ONE - y)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::session::gradient_check::check_layer;

    #[test]
    fn values() {
        for i in -70..=70 {
            let x = f64::from(i) / 2.0;
            let expected = 1.0 / (1.0 + libm::exp(-x));
            assert!((Sigmoid::value(x) - expected).abs() <= 4.0 * f64::EPSILON * expected, "{x}");
            assert!((Sigmoid::value(x as f32).to_f64() - expected).abs() <= 1e-6 * expected, "{x}");
        }
    }

    #[test]
    fn extremes() {
        assert_eq!(Sigmoid::value(1e4_f32), 1.0);
        assert_eq!(Sigmoid::value(f32::INFINITY), 1.0);
        assert_eq!(Sigmoid::value(f32::NEG_INFINITY), 0.0);
        assert_eq!(Sigmoid::value(f32::MAX), 1.0);
        assert_eq!(Sigmoid::value(f32::MIN), 0.0);
        assert_eq!(Sigmoid::value(1e-40_f32), 0.5);
        // 1 / (1 + exp(100)) would be 0.
        assert!(Sigmoid::value(-100.0_f32) > 0.0);
        assert!(Sigmoid::value(f64::NAN).is_nan());
    }

    #[test]
    fn gradient() {
        check_layer::<(N<5>,), N<4>, _>(&mut Sigmoid, 1);
        check_layer::<(), N<3>, _>(&mut Sigmoid, 2);
    }
}
