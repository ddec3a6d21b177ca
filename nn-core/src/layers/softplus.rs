//! Softplus.

use super::sigmoid::Sigmoid;
use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// softplus(x) = ln(1 + exp(beta x)) / beta, a smooth ReLU (Dugas et al. 2001); its derivative is sigmoid(beta x).
///
/// beta is `MILLIONTHS` / 1 000 000, greater than 0 and at most 4294.967295: a const parameter cannot be a `f64`. The default is
/// PyTorch's, 1. Where beta x exceeds the threshold, the value is x and the derivative 1. The threshold is
/// `THRESHOLD_MILLIONTHS` / 1 000 000, from 0 to 4294.967295, by default PyTorch's, 20. In `network!`: `.softplus()`,
/// `.softplus::<2.0>()`, which is `Softplus<2_000_000>`, or `.softplus::<2.0, 10.0>()` with a threshold of 10.
///
/// Any shape in, the same shape out. No input overflows, and large negative inputs map to exp(beta x) / beta instead of 0. NaN
/// propagates.
///
/// ```
/// use nn::layers::{Activation, Softplus};
/// assert_eq!(<Softplus>::value(0.0_f64), std::f64::consts::LN_2);
/// assert_eq!(<Softplus>::value(1e4_f32), 1e4);
/// assert_eq!(Softplus::<2_000_000>::derivative(0.0_f32, 0.0), 0.5);
/// ```
///
/// A beta of 0 does not compile:
///
/// ```compile_fail
/// use nn::layers::{Activation, Softplus};
/// let y = Softplus::<0>::value(1.0_f32);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Softplus<const MILLIONTHS: u32 = 1_000_000, const THRESHOLD_MILLIONTHS: u32 = 20_000_000>;
stateless!(Softplus<const MILLIONTHS: u32, const THRESHOLD_MILLIONTHS: u32>);
activation!(@layer Softplus<const MILLIONTHS: u32, const THRESHOLD_MILLIONTHS: u32>);

impl<const MILLIONTHS: u32, const THRESHOLD_MILLIONTHS: u32> Softplus<MILLIONTHS, THRESHOLD_MILLIONTHS> {
    /// beta, the factor of x.
    ///
    /// ```
    /// assert_eq!(nn::layers::Softplus::<500_000>::BETA, 0.5);
    /// ```
    pub const BETA: f64 = {
        assert!(MILLIONTHS > 0, "the `beta` of a Softplus must be more than 0");
        MILLIONTHS as f64 / 1e6
    };
    /// The threshold: where beta x exceeds it, the value is x.
    ///
    /// ```
    /// assert_eq!(<nn::layers::Softplus>::THRESHOLD, 20.0);
    /// ```
    pub const THRESHOLD: f64 = THRESHOLD_MILLIONTHS as f64 / 1e6;
}

impl<const MILLIONTHS: u32, const THRESHOLD_MILLIONTHS: u32> Activation for Softplus<MILLIONTHS, THRESHOLD_MILLIONTHS> {
    const FUNCTION: Option<Function> =
        Some(Function::SoftPlus { beta: Scalar::new(Self::BETA), threshold: Scalar::new(Self::THRESHOLD) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        let beta = T::from_f64(Self::BETA);
        let near = (beta * x).softplus() / beta;
        if beta * x > T::from_f64(Self::THRESHOLD) { x } else { near }
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let scaled = T::from_f64(Self::BETA) * x;
        let near = Sigmoid::value(scaled);
        if scaled > T::from_f64(Self::THRESHOLD) { T::ONE } else { near }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;

    #[test]
    fn large_negative_input_does_not_underflow() {
        assert!(<Softplus>::value(-80.0_f32) > 0.0);
    }
}
