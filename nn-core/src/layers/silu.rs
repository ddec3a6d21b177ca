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
/// In `network!`: `.silu()`. Any shape in, the same shape out. No input overflows: large negative inputs, including
/// negative infinity, map to 0. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Silu};
/// assert_eq!(Silu::value(0.0_f32), 0.0);
/// assert_eq!(Silu::derivative(0.0_f32, 0.0), 0.5);
/// assert_eq!(Silu::value(1e4_f32), 1e4);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Silu;
stateless!(Silu);
activation!(@layer Silu);

/// Where |x| exceeds this, sigmoid is 0 or 1 in both precisions.
const FAR: f64 = 1e3;

impl Activation for Silu {
    const FUNCTION: Option<Function> = Some(Function::SiLU);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        // Negative infinity times 0 would be NaN.
        let x = if x < T::from_f64(-FAR) { T::from_f64(-FAR) } else { x };
        x * Sigmoid::value(x)
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let x = bounded(x, T::from_f64(-FAR), T::from_f64(FAR));
        let s = Sigmoid::value(x);
        s + x * s * (T::ONE - s)
    }
}
