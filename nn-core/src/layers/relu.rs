//! ReLU.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// ReLU(x) = max(0, x); its derivative is 1 for x > 0 and 0 for x <= 0 (theory.md, 2.2).
///
/// In `network!`: `.relu()`. Any shape in, the same shape out. NaN propagates, so that a diverged run is visible.
///
/// ```
/// use nn::layers::{Activation, Relu};
/// assert_eq!(Relu::value(-2.0_f32), 0.0);
/// assert_eq!(Relu::derivative(0.0_f32, 0.0), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Relu;
stateless!(Relu);
activation!(@layer Relu);

impl Activation for Relu {
    const FUNCTION: Option<Function> = Some(Function::ReLU);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        if x <= T::ZERO { T::ZERO } else { x }
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        if y <= T::ZERO { T::ZERO } else { T::ONE }
    }
}
