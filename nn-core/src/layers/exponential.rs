//! Exponentials and logarithms.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// y = exp(x); its derivative is y.
///
/// In `network!`: `.exp()`. Any shape in, the same shape out. Inputs above 88.7 in `f32` overflow to infinity. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Exp};
/// assert_eq!(Exp::value(0.0_f32), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Exp;
stateless!(Exp);
activation!(@layer Exp);

impl Activation for Exp {
    const FUNCTION: Option<Function> = Some(Function::Exponential);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.exp()
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        y
    }
}

/// y = exp(x) - 1, accurate near zero; its derivative is y + 1.
///
/// In `network!`: `.expm1()`. Any shape in, the same shape out. Inputs above 88.7 in `f32` overflow to infinity. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Expm1};
/// assert_eq!(Expm1::value(1e-30_f32), 1e-30);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Expm1;
stateless!(Expm1);
activation!(@layer Expm1);

impl Activation for Expm1 {
    const FUNCTION: Option<Function> = Some(Function::ExponentialMinusOne);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.exp_m1()
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        y + T::ONE
    }
}

/// y = the natural logarithm of x; its derivative is 1 / x.
///
/// In `network!`: `.ln()`. Any shape in, the same shape out. Defined for x > 0: 0 maps to negative infinity, negative inputs to NaN. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Ln};
/// assert_eq!(Ln::value(1.0_f32), 0.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Ln;
stateless!(Ln);
activation!(@layer Ln);

impl Activation for Ln {
    const FUNCTION: Option<Function> = Some(Function::Logarithm);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.ln()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        T::ONE / x
    }
}

/// y = the natural logarithm of 1 + x, accurate near zero; its derivative is 1 / (1 + x).
///
/// In `network!`: `.log1p()`. Any shape in, the same shape out. Defined for x > -1: -1 maps to negative infinity, smaller inputs to NaN. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Log1p};
/// assert_eq!(Log1p::value(1e-30_f32), 1e-30);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Log1p;
stateless!(Log1p);
activation!(@layer Log1p);

impl Activation for Log1p {
    const FUNCTION: Option<Function> = Some(Function::LogarithmOfOnePlus);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.ln_1p()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        T::ONE / (T::ONE + x)
    }
}
