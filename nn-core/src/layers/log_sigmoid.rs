//! The logarithm of the sigmoid.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;

/// LogSigmoid(x) = ln(1 / (1 + exp(-x))) = -ln(1 + exp(-x)) (PyTorch's `LogSigmoid`); its derivative is 1 / (1 + exp(x)), which
/// is 1 - exp(y).
///
/// In `network!`: `.log_sigmoid()`. Any shape in, the same shape out. No finite x overflows, and large x map to -exp(-x) instead
/// of 0. The derivative is computed from the output, so the function works in place. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, LogSigmoid};
/// assert_eq!(LogSigmoid::value(0.0_f64), -std::f64::consts::LN_2);
/// assert_eq!(LogSigmoid::value(-1e4_f32), -1e4);
/// assert_eq!(LogSigmoid::derivative(-1e4_f32, -1e4), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LogSigmoid;
stateless!(LogSigmoid);
activation!(@layer LogSigmoid);

impl Activation for LogSigmoid {
    const FUNCTION: Option<Function> = Some(Function::LogLogistic);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        -(-x).softplus()
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        -y.exp_m1()
    }
}
