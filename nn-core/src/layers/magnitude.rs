//! Absolute value, sign, negation and rounding down.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::kernels::sign;

/// y = |x|; its derivative is the sign of x, 0 at 0.
///
/// In `network!`: `.abs()`. Any shape in, the same shape out. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Abs};
/// assert_eq!(Abs::value(-3.0_f32), 3.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Abs;
stateless!(Abs);
activation!(@layer Abs);

impl Activation for Abs {
    const FUNCTION: Option<Function> = Some(Function::Absolute);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.abs()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        if x == T::ZERO { T::ZERO } else { sign(x) }
    }
}

/// y = -1, 0 or 1, the sign of x; its derivative is 0.
///
/// In `network!`: `.sign()`. Any shape in, the same shape out. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Sign};
/// assert_eq!(Sign::value(-3.0_f32), -1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Sign;
stateless!(Sign);
activation!(@layer Sign);

impl Activation for Sign {
    const FUNCTION: Option<Function> = Some(Function::Sign);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        sign(x)
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, _: T) -> T {
        T::ZERO
    }
}

/// y = -x; its derivative is -1.
///
/// In `network!`: `-x`. Any shape in, the same shape out. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Negate};
/// assert_eq!(Negate::value(3.0_f32), -3.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Negate;
stateless!(Negate);
activation!(@layer Negate);

impl Activation for Negate {
    const FUNCTION: Option<Function> = Some(Function::Negation);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        -x
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, _: T) -> T {
        -T::ONE
    }
}

/// y = the largest integer that is not larger than x; its derivative is 0.
///
/// In `network!`: `.floor()`. Any shape in, the same shape out. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Floor};
/// assert_eq!(Floor::value(-2.5_f32), -3.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Floor;
stateless!(Floor);
activation!(@layer Floor);

impl Activation for Floor {
    const FUNCTION: Option<Function> = Some(Function::Floor);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.floor()
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, _: T) -> T {
        T::ZERO
    }
}
