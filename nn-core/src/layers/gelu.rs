//! GELU, exact and in its tanh approximation.

use super::sigmoid::Sigmoid;
use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::kernels::bounded;

/// GELU(x) = x Phi(x), Phi(x) = (1 + erf(x / sqrt(2))) / 2 being the distribution function of the standard normal
/// distribution (Hendrycks, Gimpel 2016); its derivative is Phi(x) + x phi(x), phi being the density.
///
/// In `network!`: `.gelu()`. Any shape in, the same shape out. No input overflows: large negative inputs, including
/// negative infinity, map to 0. NaN propagates. In `f32`, the error of Phi is at most 2.5e-7.
///
/// ```
/// use nn::layers::{Activation, Gelu};
/// assert!((Gelu::value(1.0_f64) - 0.841_344_746).abs() < 1e-9);
/// assert_eq!(Gelu::value(-1e4_f32), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Gelu;
stateless!(Gelu);
activation!(@layer Gelu);

/// Where |x| exceeds this, Phi is 0 or 1 and phi is 0 in both precisions.
const FAR: f64 = 40.0;

impl Activation for Gelu {
    const FUNCTION: Option<Function> = Some(Function::GELU);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        // Negative infinity times 0 would be NaN.
        let x = if x < T::from_f64(-FAR) { T::from_f64(-FAR) } else { x };
        x * x.normal().0
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let x = bounded(x, T::from_f64(-FAR), T::from_f64(FAR));
        let (below, density) = x.normal();
        below + x * density
    }
}

/// x (1 + tanh(u)) / 2, u = sqrt(2 / pi) (x + 0.044715 x^3): an approximation of [`Gelu`] with an error below 5e-4, used
/// by BERT and GPT-2; PyTorch's `GELU(approximate='tanh')` (Hendrycks, Gimpel 2016).
///
/// Its derivative is s + 2 x s (1 - s) u', s being (1 + tanh(u)) / 2 = sigmoid(2 u). In `network!`: `.gelu_tanh()`. Any
/// shape in, the same shape out. No input overflows: large negative inputs, including negative infinity, map to 0. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Gelu, GeluTanh};
/// assert!((GeluTanh::value(1.0_f32) - Gelu::value(1.0_f32)).abs() < 5e-4);
/// assert_eq!(GeluTanh::value(-1e4_f32), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct GeluTanh;
stateless!(GeluTanh);
activation!(@layer GeluTanh);

/// 2 sqrt(2 / pi).
const TWICE_ROOT: f64 = 1.595_769_121_605_730_7;
const CUBIC: f64 = 0.044_715;

impl Activation for GeluTanh {
    const FUNCTION: Option<Function> = Some(Function::GELUTanh);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        let x = if x < T::from_f64(-FAR) { T::from_f64(-FAR) } else { x };
        let near = bounded(x, T::from_f64(-FAR), T::from_f64(FAR));
        x * Sigmoid::value(T::from_f64(TWICE_ROOT) * near * (T::ONE + T::from_f64(CUBIC) * near * near))
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let x = bounded(x, T::from_f64(-FAR), T::from_f64(FAR));
        let root = T::from_f64(TWICE_ROOT);
        let square = x * x;
        let s = Sigmoid::value(root * x * (T::ONE + T::from_f64(CUBIC) * square));
        s + x * s * (T::ONE - s) * root * (T::ONE + T::from_f64(3.0 * CUBIC) * square)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn tanh_approximation_is_close_to_exact() {
        for i in -64..=64 {
            let x = f64::from(i) / 8.0;
            assert!((Gelu::value(x) - GeluTanh::value(x)).abs() < 5e-4, "{x}");
        }
    }

    fn near_zero_of<A: Activation, T: Float>() {
        assert_eq!(A::value(T::ZERO), T::ZERO);
        assert!((A::derivative(T::ZERO, T::ZERO).to_f64() - 0.5).abs() < 1e-6);
        let small = T::from_f64(1e-40);
        assert!(A::value(small) > T::ZERO && A::value(small) < small);
    }

    #[test]
    fn accurate_near_zero() {
        near_zero_of::<Gelu, f32>();
        near_zero_of::<Gelu, f64>();
        near_zero_of::<GeluTanh, f32>();
        near_zero_of::<GeluTanh, f64>();
    }
}
