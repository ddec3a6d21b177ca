//! The identity without a gradient.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// y = x; no gradient passes, as if y were an input.
///
/// Used for targets that are computed by the network itself, and for straight-through estimators, such as
/// `x + (x.floor() - x).detach()`.
///
/// In `network!`: `.detach()`. Any shape in, the same shape out. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Detach};
/// assert_eq!(Detach::value(3.0_f32), 3.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Detach;
stateless!(Detach);
activation!(@layer Detach);

impl Activation for Detach {
    const FUNCTION: Option<Function> = Some(Function::StopGradient);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, _: T) -> T {
        T::ZERO
    }
}
