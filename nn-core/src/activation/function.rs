//! Element-wise functions as data.

use super::scalar::Scalar;

/// An element-wise function y = f(x): an attribute of [`Op::Elementwise`](crate::graph::Op::Elementwise). Each variant documents
/// its formula.
///
/// ```
/// use nn::graph::{Function, Scalar};
/// use nn::layers::{Activation, LeakyRelu, Relu};
/// assert_eq!(<Relu as Activation>::FUNCTION, Some(Function::ReLU));
/// let slope = Scalar::new(0.25);
/// assert_eq!(<LeakyRelu<250_000> as Activation>::FUNCTION, Some(Function::LeakyReLU { slope }));
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// max(0, x).
    ReLU,
    /// x for x > 0, else slope x.
    LeakyReLU {
        /// The slope.
        slope: Scalar,
    },
    /// x for x > 0, else alpha (exp(x) - 1).
    ELU {
        /// alpha.
        alpha: Scalar,
    },
    /// scale x for x > 0, else scale alpha (exp(x) - 1).
    SELU {
        /// scale.
        scale: Scalar,
        /// alpha.
        alpha: Scalar,
    },
    /// x Phi(x), Phi being the distribution function of the standard normal distribution.
    GELU,
    /// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.
    GELUTanh,
    /// x sigmoid(x).
    SiLU,
    /// x tanh(ln(1 + exp(x))).
    TanhSoftPlus,
    /// 1 / (1 + exp(-x)).
    Logistic,
    /// min(max(x + 3, 0), 6) / 6.
    HardLogistic,
    /// tanh(x).
    HyperbolicTangent,
    /// x min(max(x + 3, 0), 6) / 6.
    HardSiLU,
    /// ln(1 + exp(beta x)) / beta; x where beta x is above the threshold.
    SoftPlus {
        /// beta.
        beta: Scalar,
        /// The threshold.
        threshold: Scalar,
    },
    /// min(max(x, low), high).
    Clip {
        /// The smallest value.
        low: Scalar,
        /// The largest value.
        high: Scalar,
    },
    /// -ln(1 + exp(-x)).
    LogLogistic,
    /// x / (1 + |x|).
    SoftSign,
    /// x for x > 0, else alpha (exp(x / alpha) - 1).
    CELU {
        /// alpha.
        alpha: Scalar,
    },
    /// x for x > threshold, else value.
    Threshold {
        /// The threshold.
        threshold: Scalar,
        /// The value.
        value: Scalar,
    },
    /// x - lambda for x > lambda, x + lambda for x < -lambda, else 0.
    SoftShrink {
        /// lambda.
        lambda: Scalar,
    },
    /// x for |x| > lambda, else 0.
    HardShrink {
        /// lambda.
        lambda: Scalar,
    },
    /// x - tanh(x).
    TanhShrink,
}
