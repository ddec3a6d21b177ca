//! The definition of an operation: everything that its code depends on.

use crate::catalogue::Window;
use crate::shape::Dim;

#[derive(Clone)]
pub(crate) enum Op {
    /// The sum of two values.
    Add,
    /// The element-wise product of two values.
    Multiply,
    /// The concatenation of values along an axis.
    Concat { axis: usize },
    /// A split of an axis into a first part of this size, and the rest.
    Split { left: Dim, axis: usize },
    /// A copy of a value.
    Copy,
    /// An element-wise function, with its parameters in millionths unless they are the defaults.
    Map(Function, Option<Vec<i64>>),
    /// Softmax or log-softmax over the last axis.
    Softmax { is_logarithm: bool },
    /// Softmin over the last axis.
    Softmin,
    /// Softmax over the channels of an image.
    Softmax2d,
    /// One half of an axis times the sigmoid of the other half.
    Glu { axis: usize },
    /// Local response normalisation over this number of channels, with alpha, beta and k in units of 10^-12.
    LocalResponseNorm { size: u64, numbers: [u64; 3] },
    /// Dropout of elements or channels in training, with its probability in millionths unless it is the default.
    Dropout { of_channels: bool, millionths: Option<u32> },
    /// Max or average pooling.
    Pool { is_max: bool, window: Window },
    /// The mean of each channel.
    GlobalAvgPool,
    /// The repetition of each element along each axis.
    Upsample { scale: Vec<Dim> },
    /// Zeros around an image or a sequence: left, right, top, bottom; or left and right.
    ZeroPad { sides: Vec<Dim> },
    /// A permutation of the axes: by output axis, the input axis.
    Permute { order: Vec<usize> },
}

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

/// The part of a value that a backward pass may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Read {
    Nothing,
    /// Only where it is positive.
    Sign,
    All,
}

/// What the backward pass of an operation may read of its input and of its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reads {
    pub(crate) x: Read,
    pub(crate) y: Read,
}

impl Op {
    pub(crate) fn reads(&self) -> Reads {
        use Read::{All, Nothing, Sign};
        let (x, y) = match self {
            // f'(x) is a function of the sign of f(x), or of f(x) alone.
            Op::Map(Function::Relu | Function::LeakyRelu, _) => (Nothing, Sign),
            Op::Map(
                Function::Sigmoid
                | Function::Tanh
                | Function::Relu6
                | Function::Hardtanh
                | Function::LogSigmoid
                | Function::Softshrink
                | Function::Hardshrink,
                _,
            )
            | Op::Softmax { .. }
            | Op::Softmin
            | Op::Softmax2d => (Nothing, All),
            // The output tells whether x is above the threshold, unless the value is, too.
            Op::Map(Function::Threshold, Some(numbers)) if matches!(numbers[..], [threshold, value] if value <= threshold) => {
                (Nothing, All)
            }
            Op::Map(..) => (All, All),
            Op::Multiply | Op::Pool { is_max: true, .. } | Op::Glu { .. } | Op::LocalResponseNorm { .. } => {
                (All, Nothing)
            }
            _ => (Nothing, Nothing),
        };
        Reads { x, y }
    }

    /// Returns whether the operation needs scratch, at least in its backward pass.
    pub(crate) fn needs_scratch(&self) -> bool {
        matches!(self, Op::LocalResponseNorm { .. })
    }

    /// Returns whether the operation and its backward pass may work in place if no other node reads its input.
    pub(crate) fn works_in_place(&self) -> bool {
        matches!(self, Op::Map(..) | Op::Dropout { .. }) && self.reads().x == Read::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_in_place_only_if_input_is_not_read_again() {
        assert!(Op::Map(Function::Relu, None).works_in_place());
        assert!(Op::Map(Function::LeakyRelu, Some(vec![100_000])).works_in_place());
        assert!(Op::Map(Function::Threshold, Some(vec![100_000, -100_000])).works_in_place());
        assert!(!Op::Map(Function::Threshold, Some(vec![100_000, 20_000_000])).works_in_place());
        assert!(Op::Dropout { of_channels: true, millionths: None }.works_in_place());
        for op in [Op::Add, Op::Copy, Op::Map(Function::Gelu, None), Op::Softmax { is_logarithm: true }] {
            assert!(!op.works_in_place());
        }
    }
}
