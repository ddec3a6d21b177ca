//! ReLU6.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};
use crate::kernels::bounded;

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

impl Activation for Relu6 {
    const FUNCTION: Option<Function> = Some(Function::Clip { low: Scalar::new(0.0), high: Scalar::new(6.0) });

    #[inline]
    fn value<T: Float>(x: T) -> T {
        bounded(x, T::ZERO, T::from_f64(6.0))
    }
    #[inline]
    fn derivative<T: Float>(_: T, y: T) -> T {
        if y <= T::ZERO || y >= T::from_f64(6.0) { T::ZERO } else { T::ONE }
    }
}
