//! The error function.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// y = erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) for t from 0 to x, from -1 to 1; its derivative is 2 exp(-x^2) / sqrt(pi).
///
/// In `network!`: `.erf()`. Any shape in, the same shape out. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Erf};
/// assert!((Erf::value(1.0_f64) - 0.842_700_793).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Erf;
stateless!(Erf);
activation!(@layer Erf);

impl Activation for Erf {
    const FUNCTION: Option<Function> = Some(Function::ErrorFunction);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x.erf()
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        T::from_f64(core::f64::consts::FRAC_2_SQRT_PI) * (-(x * x)).exp()
    }
}
