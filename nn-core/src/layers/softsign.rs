//! Softsign.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::Function;
use crate::kernels::bounded;

/// softsign(x) = x / (1 + |x|) (Turian, Bergstra, Bengio 2009; PyTorch's `Softsign`); its derivative is 1 / (1 + |x|)^2.
///
/// In `network!`: `.softsign()`. Any shape in, the same shape out. The derivative is computed from x: from the output,
/// (1 - |y|)^2, it would lose its digits where |x| is large. An infinite x maps to its limit, 1 or -1 (PyTorch: NaN). NaN
/// propagates.
///
/// ```
/// use nn::layers::{Activation, Softsign};
/// assert_eq!([-3.0, 0.0, 1.0].map(Softsign::value::<f32>), [-0.75, 0.0, 0.5]);
/// assert_eq!(Softsign::derivative(-3.0_f32, -0.75), 0.0625);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Softsign;
stateless!(Softsign);
activation!(@layer Softsign);

impl Activation for Softsign {
    const FUNCTION: Option<Function> = Some(Function::SoftSign);

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        // The quotient of an infinite x would be NaN, and that of the largest finite one is its limit, too.
        let x = bounded(x, T::from_f64(-1e38), T::from_f64(1e38));
        x / (T::ONE + x.abs())
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        let inverse = T::ONE / (T::ONE + x.abs());
        inverse * inverse
    }
}
