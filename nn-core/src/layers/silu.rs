//! SiLU, also called Swish.

use super::sigmoid::Sigmoid;
use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::kernels::bounded;

/// SiLU(x) = x sigmoid(x) (Elfwing, Uchibe, Doya 2017; as Swish, Ramachandran, Zoph, Le 2017); its derivative is
/// s + x s (1 - s), s being sigmoid(x).
///
/// In `network!`: `.silu()`. Any shape in, the same shape out. No input overflows: numbers far below 0 give 0, minus
/// infinity too. NaN gives NaN.
///
/// ```
/// use nn_core::{Activation, Silu};
/// assert_eq!(Silu::value(0.0_f32), 0.0);
/// assert_eq!(Silu::derivative(0.0_f32, 0.0), 0.5);
/// assert_eq!(Silu::value(1e4_f32), 1e4);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Silu;
stateless!(Silu);
activation!(@layer Silu);

/// Behind this, sigmoid is 0 or 1 in both precisions.
const FAR: f64 = 1e3;

impl Activation for Silu {
    const FUNCTION: Option<Function> = Some(Function::Silu);

    #[inline]
    fn value<T: Float>(x: T) -> T {
        // Minus infinity times 0 would be NaN.
        let x = if x < T::from_f64(-FAR) { T::from_f64(-FAR) } else { x };
        x * Sigmoid::value(x)
    }
    #[inline]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let x = bounded(x, T::from_f64(-FAR), T::from_f64(FAR));
        let s = Sigmoid::value(x);
        s + x * s * (T::ONE - s)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::session::gradient_check::check_layer;

    #[test]
    fn values() {
        for i in -160..=160 {
            let x = f64::from(i) / 4.0;
            let expected = x / (1.0 + libm::exp(-x));
            assert!((Silu::value(x) - expected).abs() <= 1e-15 * expected.abs(), "{x}");
            assert!((Silu::value(x as f32).to_f64() - expected).abs() <= 1e-6 * expected.abs(), "{x}");
        }
    }

    fn extremes_of<T: Float>() {
        let number = T::from_f64;
        for x in [-1e4, -1e30, f64::NEG_INFINITY] {
            assert_eq!((Silu::value(number(x)), Silu::derivative(number(x), T::ZERO)), (T::ZERO, T::ZERO));
        }
        for x in [1e4, 1e30, f64::INFINITY] {
            assert_eq!((Silu::value(number(x)), Silu::derivative(number(x), number(x))), (number(x), T::ONE));
        }
        let nan = number(f64::NAN);
        assert!(Silu::value(nan).to_f64().is_nan() && Silu::derivative(nan, nan).to_f64().is_nan());
    }

    #[test]
    fn extremes() {
        extremes_of::<f32>();
        extremes_of::<f64>();
    }

    #[test]
    fn gradient() {
        check_layer::<(N<5>,), N<4>, _>(&mut Silu, 1);
    }
}
