//! Functions of elements.

/// A function of each element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Relu,
    LeakyRelu,
    Elu,
    Selu,
    Gelu,
    GeluTanh,
    Silu,
    Mish,
    Sigmoid,
    HardSigmoid,
    Tanh,
    HardSwish,
    Softplus,
    Exp,
    Expm1,
    Ln,
    Log1p,
    Square,
    Sqrt,
    /// The square root in `norm` and `std`, with a derivative of 0 at 0.
    RootOfSquares,
    Rsqrt,
    Recip,
    Sin,
    Cos,
    Abs,
    Sign,
    Negate,
    Floor,
    Erf,
    Detach,
    Relu6,
    Hardtanh,
    LogSigmoid,
    Softsign,
    Celu,
    Threshold,
    Softshrink,
    Hardshrink,
    Tanhshrink,
}

impl Function {
    /// Returns whether it is an activation function, not one of arithmetic.
    pub(crate) fn is_activation(self) -> bool {
        use Function::{
            Abs, Cos, Detach, Erf, Exp, Expm1, Floor, Ln, Log1p, Negate, Recip, RootOfSquares, Rsqrt, Sign, Sin, Sqrt,
            Square,
        };
        !matches!(
            self,
            Exp | Expm1
                | Ln
                | Log1p
                | Square
                | Sqrt
                | RootOfSquares
                | Rsqrt
                | Recip
                | Sin
                | Cos
                | Abs
                | Sign
                | Negate
                | Floor
                | Erf
                | Detach
        )
    }
}
