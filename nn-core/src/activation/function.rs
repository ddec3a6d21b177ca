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
    /// exp(x).
    Exponential,
    /// exp(x) - 1.
    ExponentialMinusOne,
    /// ln(x).
    Logarithm,
    /// ln(1 + x).
    LogarithmOfOnePlus,
    /// x^2.
    Square,
    /// The square root of x.
    SquareRoot,
    /// 1 / sqrt(x).
    ReciprocalSquareRoot,
    /// 1 / x.
    Reciprocal,
    /// sin(x).
    Sine,
    /// cos(x).
    Cosine,
    /// |x|.
    Absolute,
    /// -1, 0 or 1, the sign of x.
    Sign,
    /// -x.
    Negation,
    /// The largest integer that is not larger than x.
    Floor,
    /// erf(x).
    ErrorFunction,
    /// x, without a gradient.
    StopGradient,
    /// min(max(x, low), high): Hardtanh and ReLU6. The derivative is 1 for low < x < high, else 0; at low and at high it is 0,
    /// while that of [`Step::Clamp`](crate::graph::Step::Clamp) is 1.
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

impl Function {
    /// Returns the name of the method in `network!`; `neg` for `-x`.
    ///
    /// ```
    /// use nn::graph::{Function, Scalar};
    /// assert_eq!(Function::Logistic.name(), "sigmoid");
    /// let clip = |low, high| Function::Clip { low: Scalar::new(low), high: Scalar::new(high) };
    /// assert_eq!([clip(-1.0, 1.0).name(), clip(0.0, 6.0).name()], ["hardtanh", "relu6"]);
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Function::ReLU => "relu",
            Function::LeakyReLU { .. } => "leaky_relu",
            Function::ELU { .. } => "elu",
            Function::SELU { .. } => "selu",
            Function::GELU => "gelu",
            Function::GELUTanh => "gelu_tanh",
            Function::SiLU => "silu",
            Function::TanhSoftPlus => "mish",
            Function::Logistic => "sigmoid",
            Function::HardLogistic => "hard_sigmoid",
            Function::HyperbolicTangent => "tanh",
            Function::HardSiLU => "hard_swish",
            Function::SoftPlus { .. } => "softplus",
            Function::Clip { low, high } if low.get() == 0.0 && high.get() == 6.0 => "relu6",
            Function::Clip { .. } => "hardtanh",
            Function::LogLogistic => "log_sigmoid",
            Function::SoftSign => "softsign",
            Function::CELU { .. } => "celu",
            Function::Threshold { .. } => "threshold",
            Function::SoftShrink { .. } => "softshrink",
            Function::HardShrink { .. } => "hardshrink",
            Function::TanhShrink => "tanhshrink",
            Function::Exponential => "exp",
            Function::ExponentialMinusOne => "expm1",
            Function::Logarithm => "ln",
            Function::LogarithmOfOnePlus => "log1p",
            Function::Square => "square",
            Function::SquareRoot => "sqrt",
            Function::ReciprocalSquareRoot => "rsqrt",
            Function::Reciprocal => "recip",
            Function::Sine => "sin",
            Function::Cosine => "cos",
            Function::Absolute => "abs",
            Function::Sign => "sign",
            Function::Negation => "neg",
            Function::Floor => "floor",
            Function::ErrorFunction => "erf",
            Function::StopGradient => "detach",
        }
    }
}
