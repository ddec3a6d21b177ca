//! Leaky ReLU.

use super::stateless::stateless;
use crate::activation;
use crate::activation::Activation;
use crate::float::Float;
use crate::graph::{Function, Scalar};

/// LeakyReLU(x) = x for x > 0, else slope * x (Maas, Hannun, Ng 2013); its derivative is 1 for x > 0, else the slope.
///
/// The slope is `MILLIONTHS` / 1 000 000, from 0 to 4294.967295: a const parameter cannot be a `f64`. The default is
/// PyTorch's, 0.01. In `network!`: `.leaky_relu()`, or `.leaky_relu::<0.2>()`, which is `LeakyRelu<200_000>`; a slope with
/// more than six decimals cannot be written.
///
/// Any shape in, the same shape out. The derivative at 0 is the slope. NaN propagates.
///
/// ```
/// use nn::layers::{Activation, LeakyRelu};
/// assert_eq!(<LeakyRelu>::value(-100.0_f64), -1.0);
/// assert_eq!(LeakyRelu::<200_000>::value(-1.0_f64), -0.2);
/// assert_eq!(LeakyRelu::<200_000>::derivative(-1.0_f64, -0.2), 0.2);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LeakyRelu<const MILLIONTHS: u32 = 10_000>;
stateless!(LeakyRelu<const MILLIONTHS: u32>);
activation!(@layer LeakyRelu<const MILLIONTHS: u32>);

impl<const MILLIONTHS: u32> LeakyRelu<MILLIONTHS> {
    /// The slope for negative x.
    ///
    /// ```
    /// assert_eq!(nn::layers::LeakyRelu::<200_000>::SLOPE, 0.2);
    /// ```
    pub const SLOPE: f64 = MILLIONTHS as f64 / 1e6;
}

impl<const MILLIONTHS: u32> Activation for LeakyRelu<MILLIONTHS> {
    const FUNCTION: Option<Function> = Some(Function::LeakyReLU { slope: Scalar::new(Self::SLOPE) });

    #[inline(always)]
    fn value<T: Float>(x: T) -> T {
        x * Self::derivative(x, x)
    }
    #[inline(always)]
    fn derivative<T: Float>(x: T, _: T) -> T {
        if x > T::ZERO { T::ONE } else { T::from_f64(Self::SLOPE) }
    }
}
