//! Sine and cosine.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// y = sin(x), x in radians; its derivative is cos(x).
///
/// In `network!`: `.sin()`. Any shape in, the same shape out. Infinite inputs map to NaN. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Sin};
/// assert_eq!(Sin::value(0.0_f32), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Sin;
stateless!(Sin);
activation!(@layer Sin);

impl Activation for Sin {
    const FUNCTION: Option<Function> = Some(Function::Sine);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.sin()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        x.cos()
    }
}

/// y = cos(x), x in radians; its derivative is -sin(x).
///
/// In `network!`: `.cos()`. Any shape in, the same shape out. Infinite inputs map to NaN. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Cos};
/// assert_eq!(Cos::value(0.0_f32), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Cos;
stateless!(Cos);
activation!(@layer Cos);

impl Activation for Cos {
    const FUNCTION: Option<Function> = Some(Function::Cosine);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.cos()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        -x.sin()
    }
}
