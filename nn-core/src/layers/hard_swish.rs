//! Hard swish, a piecewise approximation of SiLU without an exponential.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// HardSwish(x) = x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019); its derivative is 0 for x <= -3, 1 for x >= 3, else
/// x / 3 + 1/2.
///
/// In `network!`: `.hard_swish()`. Any shape in, the same shape out. The derivatives at -3 and 3 are those of PyTorch.
/// Negative infinity maps to 0. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, HardSwish};
/// assert_eq!([-5.0, -1.5, 0.0, 3.0, 7.0].map(HardSwish::value::<f32>), [0.0, -0.375, 0.0, 3.0, 7.0]);
/// assert_eq!(HardSwish::derivative(0.0_f32, 0.0), 0.5);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct HardSwish;
stateless!(HardSwish);
activation!(@layer HardSwish);

impl Activation for HardSwish {
    const FUNCTION: Option<Function> = Some(Function::HardSiLU);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        let three = T::from_f64(3.0);
        if x <= -three {
            T::ZERO
        } else if x >= three {
            x
        } else {
            x * (x + three) / T::from_f64(6.0)
        }
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let three = T::from_f64(3.0);
        if x <= -three {
            T::ZERO
        } else if x >= three {
            T::ONE
        } else {
            x / three + T::from_f64(0.5)
        }
    }
}
