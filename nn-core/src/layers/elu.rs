//! ELU.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// ELU(x) = x for x > 0, else alpha (exp(x) - 1) (Clevert, Unterthiner, Hochreiter 2015); its derivative is 1 for x > 0,
/// else alpha exp(x).
///
/// alpha is `MILLIONTHS` / 1 000 000, from 0 to 4294.967295: a const parameter cannot be a `f64`. The default is PyTorch's,
/// 1. In `network!`: `.elu()`, or `.elu::<0.5>()`, which is `Elu<500_000>`.
///
/// Any shape in, the same shape out. The derivative at 0 is alpha. No finite x overflows; minus infinity gives -alpha. NaN
/// gives NaN.
///
/// ```
/// use nn_core::{Activation, Elu};
/// assert_eq!(<Elu>::value(2.0_f32), 2.0);
/// assert_eq!(<Elu>::value(-1e4_f32), -1.0);
/// assert_eq!(Elu::<500_000>::derivative(0.0_f64, 0.0), 0.5);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Elu<const MILLIONTHS: u32 = 1_000_000>;
stateless!(Elu<const MILLIONTHS: u32>);
activation!(@layer Elu<const MILLIONTHS: u32>);

impl<const MILLIONTHS: u32> Elu<MILLIONTHS> {
    /// What is approached from above by numbers far below 0, with a minus sign.
    ///
    /// ```
    /// assert_eq!(nn_core::Elu::<500_000>::ALPHA, 0.5);
    /// ```
    pub const ALPHA: f64 = MILLIONTHS as f64 / 1e6;
}

impl<const MILLIONTHS: u32> Activation for Elu<MILLIONTHS> {
    const FUNCTION: Option<Function> = Some(Function::Elu { alpha: Scalar::new(Self::ALPHA) });

    #[inline]
    fn value<T: Float>(x: T) -> T {
        let below = T::from_f64(Self::ALPHA) * x.exp_m1();
        if x > T::ZERO { x } else { below }
    }
    #[inline]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let below = T::from_f64(Self::ALPHA) * x.exp();
        if x > T::ZERO { T::ONE } else { below }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::session::gradient_check::check_layer;

    #[test]
    fn values() {
        for (x, y, slope) in
            [(-1e30, -1.0, 0.0), (-0.0, 0.0, 1.0), (0.0, 0.0, 1.0), (1e-310, 1e-310, 1.0), (9.5, 9.5, 1.0)]
        {
            assert_eq!(<Elu>::value::<f64>(x), y);
            assert_eq!(<Elu>::derivative::<f64>(x, y), slope);
        }
        // Near zero, exp(x) - 1 is x.
        assert_eq!(<Elu>::value(-1e-30_f32), -1e-30);
        assert_eq!(<Elu>::value(-1e-300_f64), -1e-300);
        assert_eq!(Elu::<250_000>::value(f32::NEG_INFINITY), -0.25);
        assert_eq!(Elu::<250_000>::derivative(f32::NEG_INFINITY, -0.25), 0.0);
        assert_eq!(<Elu>::value(f64::INFINITY), f64::INFINITY);
        assert!(<Elu>::value(f32::NAN).is_nan() && <Elu>::derivative(f64::NAN, f64::NAN).is_nan());
    }

    #[test]
    fn gradient() {
        check_layer::<(N<5>,), N<4>, _>(&mut Elu::<1_000_000>, 1);
        check_layer::<(N<2>, N<3>), N<1>, _>(&mut Elu::<300_000>, 2);
    }
}
