//! The logistic function in three straight pieces.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::kernels::bounded;

/// HardSigmoid(x) = min(max(x + 3, 0), 6) / 6, from 0 to 1; its derivative is 1/6 between -3 and 3, else 0 (as in Howard et
/// al. 2019 and PyTorch).
///
/// In `network!`: `.hard_sigmoid()`. Any shape in, the same shape out. The derivative at -3 and at 3 is 0. NaN gives NaN.
///
/// ```
/// use nn_core::{Activation, HardSigmoid};
/// assert_eq!([-5.0, 0.0, 1.5, 3.0].map(HardSigmoid::value::<f32>), [0.0, 0.5, 0.75, 1.0]);
/// assert_eq!(HardSigmoid::derivative(3.0_f32, 1.0), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct HardSigmoid;
stateless!(HardSigmoid);
activation!(@layer HardSigmoid);

impl Activation for HardSigmoid {
    const FUNCTION: Option<Function> = Some(Function::HardSigmoid);

    #[inline]
    fn value<T: Float>(x: T) -> T {
        bounded(x + T::from_f64(3.0), T::ZERO, T::from_f64(6.0)) / T::from_f64(6.0)
    }
    #[inline]
    fn derivative<T: Float>(x: T, _: T) -> T {
        if x.abs() < T::from_f64(3.0) { T::from_f64(1.0 / 6.0) } else { T::ZERO }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::session::gradient_check::check_layer;

    #[test]
    fn values() {
        for (x, y, slope) in [
            (f64::NEG_INFINITY, 0.0, 0.0),
            (-1e30, 0.0, 0.0),
            (-3.0, 0.0, 0.0),
            (-1.5, 0.25, 1.0 / 6.0),
            (0.0, 0.5, 1.0 / 6.0),
            (1e-310, 0.5, 1.0 / 6.0),
            (3.0, 1.0, 0.0),
            (1e30, 1.0, 0.0),
            (f64::INFINITY, 1.0, 0.0),
        ] {
            assert_eq!((HardSigmoid::value(x), HardSigmoid::derivative(x, y)), (y, slope));
        }
        assert!(HardSigmoid::value(f32::NAN).is_nan());
    }

    #[test]
    fn gradient() {
        check_layer::<(N<5>,), N<4>, _>(&mut HardSigmoid, 1);
    }
}
