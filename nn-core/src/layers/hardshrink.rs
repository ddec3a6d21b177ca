//! Hard shrinkage.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// Hardshrink(x) = x for |x| > lambda, else 0 (Donoho, Johnstone 1994; PyTorch's `Hardshrink`); its derivative is 1 for
/// |x| > lambda, else 0.
///
/// lambda is `MILLIONTHS` / 1 000 000, from 0 to 4294.967295: a const parameter cannot be a `f64`. The default is PyTorch's, 0.5.
/// In `network!`: `.hardshrink()`, or `.hardshrink::<0.1>()`, which is `Hardshrink<100_000>`.
///
/// Any shape in, the same shape out. The derivative is computed from the output, so the function works in place. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Hardshrink};
/// assert_eq!([-2.0, -0.5, 0.25, 0.75].map(<Hardshrink>::value::<f32>), [-2.0, 0.0, 0.0, 0.75]);
/// assert_eq!(Hardshrink::<100_000>::derivative(-2.0_f32, -2.0), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Hardshrink<const MILLIONTHS: u32 = 500_000>;
stateless!(Hardshrink<const MILLIONTHS: u32>);
activation!(@layer Hardshrink<const MILLIONTHS: u32>);

impl<const MILLIONTHS: u32> Hardshrink<MILLIONTHS> {
    /// lambda: larger absolute values are kept.
    ///
    /// ```
    /// assert_eq!(nn::layers::Hardshrink::<250_000>::LAMBDA, 0.25);
    /// ```
    pub const LAMBDA: f64 = MILLIONTHS as f64 / 1e6;
}

impl<const MILLIONTHS: u32> Activation for Hardshrink<MILLIONTHS> {
    const FUNCTION: Option<Function> = Some(Function::HardShrink { lambda: Scalar::new(Self::LAMBDA) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        if x.abs() <= T::from_f64(Self::LAMBDA) { T::ZERO } else { x }
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        if y == T::ZERO { T::ZERO } else { T::ONE }
    }
}
