//! Soft shrinkage.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// Softshrink(x) = x - lambda for x > lambda, x + lambda for x < -lambda, else 0 (Donoho 1995; PyTorch's `Softshrink`); its
/// derivative is 1 for |x| > lambda, else 0.
///
/// lambda is `MILLIONTHS` / 1 000 000, from 0 to 4294.967295: a const parameter cannot be a `f64`. The default is PyTorch's, 0.5.
/// In `network!`: `.softshrink()`, or `.softshrink::<0.1>()`, which is `Softshrink<100_000>`.
///
/// Any shape in, the same shape out. The derivative is computed from the output, so the function works in place. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Softshrink};
/// assert_eq!([-2.0, -0.5, 0.25, 0.75].map(<Softshrink>::value::<f32>), [-1.5, 0.0, 0.0, 0.25]);
/// assert_eq!(Softshrink::<100_000>::derivative(-2.0_f32, -1.9), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Softshrink<const MILLIONTHS: u32 = 500_000>;
stateless!(Softshrink<const MILLIONTHS: u32>);
activation!(@layer Softshrink<const MILLIONTHS: u32>);

impl<const MILLIONTHS: u32> Softshrink<MILLIONTHS> {
    /// lambda: what the absolute value of x is reduced by.
    ///
    /// ```
    /// assert_eq!(nn::layers::Softshrink::<250_000>::LAMBDA, 0.25);
    /// ```
    pub const LAMBDA: f64 = MILLIONTHS as f64 / 1e6;
}

impl<const MILLIONTHS: u32> Activation for Softshrink<MILLIONTHS> {
    const FUNCTION: Option<Function> = Some(Function::SoftShrink { lambda: Scalar::new(Self::LAMBDA) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        let lambda = T::from_f64(Self::LAMBDA);
        // The difference is exact where it is small, so that it is 0 only for x = lambda.
        let shrunk = if x < T::ZERO { x + lambda } else { x - lambda };
        if x.abs() <= lambda { T::ZERO } else { shrunk }
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        if y == T::ZERO { T::ZERO } else { T::ONE }
    }
}
