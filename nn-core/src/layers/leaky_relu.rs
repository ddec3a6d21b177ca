//! Leaky ReLU.

use crate::float::Float;
use crate::layer::{Activation, Init};
use crate::layout::{Layout, Parameters};
use crate::plain::{Plain, Zeroable};

/// LeakyReLU(x) = x for x > 0, else slope * x, the slope being `PER_MILLE` thousandths (Maas, Hannun, Ng 2013).
///
/// In `network!`: `.leaky_relu()`, with the default slope of 0.01, or `.leaky_relu::<0.2>()`. The derivative at 0 is the
/// slope. Any shape in, the same shape out.
///
/// ```
/// use nn_core::{Activation, LeakyRelu};
/// assert_eq!(<LeakyRelu>::value(-100.0_f64), -1.0);
/// assert_eq!(LeakyRelu::<200_000>::value(-1.0_f64), -0.2);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LeakyRelu<const MILLIONTHS: u32 = 10_000>;
