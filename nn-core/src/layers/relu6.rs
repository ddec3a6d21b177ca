//! ReLU6.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::layers::Hardtanh;

/// ReLU6(x) = min(max(x, 0), 6) (Krizhevsky 2010; PyTorch's `ReLU6`); its derivative is 1 for 0 < x < 6, else 0.
///
/// In `network!`: `.relu6()`. Any shape in, the same shape out. The derivative at 0 and at 6 is 0, as in PyTorch. It is computed
/// from the output, so the function works in place. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Relu6};
/// assert_eq!([-5.0, 0.5, 6.0, 7.0].map(Relu6::value::<f32>), [0.0, 0.5, 6.0, 6.0]);
/// assert_eq!(Relu6::derivative(7.0_f32, 6.0), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Relu6;
stateless!(Relu6);
activation!(@layer Relu6);

/// The function as a Hardtanh: a clamp to the range from 0 to 6.
type Clamp = Hardtanh<0, 6_000_000>;

impl Activation for Relu6 {
    const FUNCTION: Option<Function> = Clamp::FUNCTION;

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        Clamp::value(x)
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, y: T) -> T {
        Clamp::derivative(x, y)
    }
}
