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
/// Any shape in, the same shape out. The derivative at 0 is alpha. No finite x overflows; negative infinity maps to -alpha.
/// NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Elu};
/// assert_eq!(<Elu>::value(2.0_f32), 2.0);
/// assert_eq!(<Elu>::value(-1e4_f32), -1.0);
/// assert_eq!(Elu::<500_000>::derivative(0.0_f64, 0.0), 0.5);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Elu<const MILLIONTHS: u32 = 1_000_000>;
stateless!(Elu<const MILLIONTHS: u32>);
activation!(@layer Elu<const MILLIONTHS: u32>);

impl<const MILLIONTHS: u32> Elu<MILLIONTHS> {
    /// alpha: ELU(x) tends to -alpha as x tends to negative infinity.
    ///
    /// ```
    /// assert_eq!(nn::layers::Elu::<500_000>::ALPHA, 0.5);
    /// ```
    pub const ALPHA: f64 = MILLIONTHS as f64 / 1e6;
}

impl<const MILLIONTHS: u32> Activation for Elu<MILLIONTHS> {
    const FUNCTION: Option<Function> = Some(Function::ELU { alpha: Scalar::new(Self::ALPHA) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        let below = T::from_f64(Self::ALPHA) * x.exp_m1();
        if x > T::ZERO { x } else { below }
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let below = T::from_f64(Self::ALPHA) * x.exp();
        if x > T::ZERO { T::ONE } else { below }
    }
}
