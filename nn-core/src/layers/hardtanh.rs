//! Hard tanh: a clamp to a range.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};
use crate::kernels::bounded;

/// Hardtanh(x) = min(max(x, min), max) (Collobert 2004; PyTorch's `Hardtanh`); its derivative is 1 for min < x < max, else 0.
///
/// min and max are `MIN_MILLIONTHS` / 1 000 000 and `MAX_MILLIONTHS` / 1 000 000: a const parameter cannot be a `f64`. The
/// defaults are PyTorch's, -1 and 1. In `network!`: `.hardtanh()`, or `.hardtanh::<-2.0, 2.0>()`, which is
/// `Hardtanh<-2_000_000, 2_000_000>`.
///
/// Any shape in, the same shape out. The derivative at min and at max is 0, as in PyTorch. It is computed from the output, so the
/// function works in place. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, Hardtanh};
/// assert_eq!([-7.0, 0.5, 1.0].map(<Hardtanh>::value::<f32>), [-1.0, 0.5, 1.0]);
/// assert_eq!(Hardtanh::<-2_500_000, 0>::value(-3.0_f64), -2.5);
/// assert_eq!(<Hardtanh>::derivative(3.0_f32, 1.0), 0.0);
/// ```
///
/// A min that is not less than max does not compile:
///
/// ```compile_fail
/// use nn::layers::{Activation, Hardtanh};
/// let y = Hardtanh::<1_000_000, 1_000_000>::value(1.0_f32);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Hardtanh<const MIN_MILLIONTHS: i64 = -1_000_000, const MAX_MILLIONTHS: i64 = 1_000_000>;
stateless!(Hardtanh<const MIN_MILLIONTHS: i64, const MAX_MILLIONTHS: i64>);
activation!(@layer Hardtanh<const MIN_MILLIONTHS: i64, const MAX_MILLIONTHS: i64>);

impl<const MIN_MILLIONTHS: i64, const MAX_MILLIONTHS: i64> Hardtanh<MIN_MILLIONTHS, MAX_MILLIONTHS> {
    /// min: the smallest value of the function.
    ///
    /// ```
    /// assert_eq!(nn::layers::Hardtanh::<-500_000, 2_000_000>::MIN, -0.5);
    /// ```
    pub const MIN: f64 = {
        assert!(MIN_MILLIONTHS < MAX_MILLIONTHS, "the minimum of a Hardtanh must be less than its maximum");
        MIN_MILLIONTHS as f64 / 1e6
    };
    /// max: the largest value of the function.
    ///
    /// ```
    /// assert_eq!(nn::layers::Hardtanh::<-500_000, 2_000_000>::MAX, 2.0);
    /// ```
    pub const MAX: f64 = MAX_MILLIONTHS as f64 / 1e6;
}

impl<const MIN_MILLIONTHS: i64, const MAX_MILLIONTHS: i64> Activation for Hardtanh<MIN_MILLIONTHS, MAX_MILLIONTHS> {
    const FUNCTION: Option<Function> =
        Some(Function::Clip { low: Scalar::new(Self::MIN), high: Scalar::new(Self::MAX) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        bounded(x, T::from_f64(Self::MIN), T::from_f64(Self::MAX))
    }
    #[inline(always)]
    fn derivative<T: Float>(_: T, y: T) -> T {
        if y <= T::from_f64(Self::MIN) || y >= T::from_f64(Self::MAX) { T::ZERO } else { T::ONE }
    }
}
