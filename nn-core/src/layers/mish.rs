//! Mish.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::kernels::bounded;

/// Mish(x) = x tanh(softplus(x)), softplus(x) = ln(1 + exp(x)) (Misra 2019); its derivative is
/// w + x sigmoid(x) (1 - w^2), w being tanh(softplus(x)).
///
/// In `network!`: `.mish()`. Any shape in, the same shape out. No input overflows: large negative inputs, including
/// negative infinity, map to 0. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Mish};
/// assert_eq!(Mish::value(0.0_f32), 0.0);
/// assert_eq!(Mish::derivative(0.0_f64, 0.0), 0.6);
/// assert_eq!(Mish::value(1e4_f32), 1e4);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Mish;
stateless!(Mish);
activation!(@layer Mish);

/// Where |x| exceeds this, exp(-|x|) is 0 in both precisions.
const FAR: f64 = 1e3;

/// Returns p, q and z with w = p / q and sigmoid(x) (1 - w^2) = z / q^2.
///
/// With e = exp(x), w = ((1 + e)^2 - 1) / ((1 + e)^2 + 1); where x is positive, both are divided by e^2, so that no power
/// of e overflows.
#[inline]
fn parts<T: Float>(x: T) -> (T, T, T) {
    let e = (-x.abs()).exp();
    let [two, four] = [2.0, 4.0].map(T::from_f64);
    let slope = four * e * (T::ONE + e);
    if x > T::ZERO {
        let p = T::ONE + two * e;
        (p, p + two * e * e, slope * e)
    } else {
        let p = e * (e + two);
        (p, p + two, slope)
    }
}

impl Activation for Mish {
    const FUNCTION: Option<Function> = Some(Function::TanhSoftPlus);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        // Negative infinity times 0 would be NaN.
        let x = if x < T::from_f64(-FAR) { T::from_f64(-FAR) } else { x };
        let (p, q, _) = parts(x);
        x * (p / q)
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let x = bounded(x, T::from_f64(-FAR), T::from_f64(FAR));
        let (p, q, z) = parts(x);
        (p + x * (z / q)) / q
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn derivative_matches_formula() {
        for i in -160..=160 {
            let x = f64::from(i) / 4.0;
            let w = libm::tanh(libm::log1p(libm::exp(x)));
            let slope = w + x / (1.0 + libm::exp(-x)) * (1.0 - w * w);
            assert!((Mish::derivative(x, x * w) - slope).abs() <= 1e-14, "{x}");
        }
    }
}
