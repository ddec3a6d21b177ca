//! CELU.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// CELU(x) = x for x > 0, else alpha (exp(x / alpha) - 1) (Barron 2017; PyTorch's `CELU`); its derivative is 1 for x > 0, else
/// exp(x / alpha), so that it is continuous for every alpha.
///
/// alpha is `MILLIONTHS` / 1 000 000, greater than 0 and at most 4294.967295: a const parameter cannot be a `f64`. The default is
/// PyTorch's, 1. In `network!`: `.celu()`, or `.celu::<0.5>()`, which is `Celu<500_000>`.
///
/// Any shape in, the same shape out. No finite x overflows; negative infinity maps to -alpha. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Celu};
/// assert_eq!(<Celu>::value(2.0_f32), 2.0);
/// assert_eq!(Celu::<500_000>::value(-1e4_f32), -0.5);
/// assert_eq!(Celu::<500_000>::derivative(0.0_f64, 0.0), 1.0);
/// ```
///
/// An alpha of 0 does not compile:
///
/// ```compile_fail
/// use nn::layers::{Activation, Celu};
/// let y = Celu::<0>::value(1.0_f32);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Celu<const MILLIONTHS: u32 = 1_000_000>;
stateless!(Celu<const MILLIONTHS: u32>);
activation!(@layer Celu<const MILLIONTHS: u32>);

impl<const MILLIONTHS: u32> Celu<MILLIONTHS> {
    /// alpha: CELU(x) tends to -alpha as x tends to negative infinity.
    ///
    /// ```
    /// assert_eq!(nn::layers::Celu::<500_000>::ALPHA, 0.5);
    /// ```
    pub const ALPHA: f64 = {
        assert!(MILLIONTHS > 0, "the `alpha` of a CELU must be more than 0");
        MILLIONTHS as f64 / 1e6
    };
}

impl<const MILLIONTHS: u32> Activation for Celu<MILLIONTHS> {
    const FUNCTION: Option<Function> = Some(Function::CELU { alpha: Scalar::new(Self::ALPHA) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        let alpha = T::from_f64(Self::ALPHA);
        let below = alpha * (x / alpha).exp_m1();
        if x > T::ZERO { x } else { below }
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let below = (x / T::from_f64(Self::ALPHA)).exp();
        if x > T::ZERO { T::ONE } else { below }
    }
}
