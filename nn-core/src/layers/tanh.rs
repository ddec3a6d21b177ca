//! The hyperbolic tangent.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x)), from -1 to 1; its derivative is 1 - y^2.
///
/// In `network!`: `.tanh()`. Any shape in, the same shape out. No input overflows: inputs far from 0 map to -1 and 1. NaN
/// propagates.
///
/// Source: LeCun, Bottou, Orr, Müller 1998.
///
/// ```
/// use nn::layers::{Activation, Tanh};
/// assert_eq!(Tanh::value(0.0_f32), 0.0);
/// assert_eq!(Tanh::value(-1e4_f32), -1.0);
/// assert_eq!(Tanh::derivative(0.0_f32, 0.0), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Tanh;
stateless!(Tanh);
activation!(@layer Tanh);

impl Activation for Tanh {
    const FUNCTION: Option<Function> = Some(Function::HyperbolicTangent);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.tanh()
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        // This product loses fewer digits near y = 1 and -1 than 1 - y^2 does.
        (T::ONE - y) * (T::ONE + y)
    }
}
