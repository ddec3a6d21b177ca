//! Hard sigmoid, a piecewise linear approximation of the logistic function.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::kernels::bounded;

/// HardSigmoid(x) = min(max(x + 3, 0), 6) / 6, from 0 to 1; its derivative is 1/6 between -3 and 3, else 0 (as in Howard et
/// al. 2019 and PyTorch).
///
/// In `network!`: `.hard_sigmoid()`. Any shape in, the same shape out. The derivative at -3 and at 3 is 0. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, HardSigmoid};
/// assert_eq!([-5.0, 0.0, 1.5, 3.0].map(HardSigmoid::value::<f32>), [0.0, 0.5, 0.75, 1.0]);
/// assert_eq!(HardSigmoid::derivative(3.0_f32, 1.0), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct HardSigmoid;
stateless!(HardSigmoid);
activation!(@layer HardSigmoid);

impl Activation for HardSigmoid {
    const FUNCTION: Option<Function> = Some(Function::HardLogistic);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        bounded(x + T::from_f64(3.0), T::ZERO, T::from_f64(6.0)) / T::from_f64(6.0)
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        if x.abs() < T::from_f64(3.0) { T::from_f64(1.0 / 6.0) } else { T::ZERO }
    }
}
