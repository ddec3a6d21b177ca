//! What an operation computes: all that its code depends on.

use crate::catalogue::Window;
use crate::shape::Dim;

#[derive(Clone)]
pub(crate) enum Op {
    /// The sum of two values.
    Add,
    /// The product of two values, element by element.
    Multiply,
    /// Values one after the other along an axis.
    Concat { axis: usize },
    /// So much of an axis, and the rest.
    Split { left: Dim, axis: usize },
    /// The same value once more.
    Copy,
    /// A function of each element, with a parameter in millionths unless it is the usual one.
    Map(Function, Option<u32>),
    /// Probabilities over the last axis, or their logarithms.
    Softmax { is_logarithm: bool },
    /// Elements or whole channels become 0 in training, with a probability in millionths unless it is the usual one.
    Dropout { of_channels: bool, millionths: Option<u32> },
    /// The maximum or the mean in each place of a window.
    Pool { is_max: bool, window: Window },
    /// The mean of each channel.
    GlobalAvgPool,
    /// Each element several times along each axis.
    Upsample { scale: Vec<Dim> },
    /// Zeros around an image or a sequence: left, right, top, bottom; or left and right.
    ZeroPad { sides: Vec<Dim> },
    /// The axes in another order: which one stands at each place.
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
}

/// What a backward pass may read of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Read {
    Nothing,
    /// Where it is positive.
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
            // f'(x) is known from the sign of f(x), or is a function of f(x) alone.
            Op::Map(Function::Relu | Function::LeakyRelu, _) => (Nothing, Sign),
            Op::Map(Function::Sigmoid | Function::Tanh, _) | Op::Softmax { .. } => (Nothing, All),
            Op::Map(..) => (All, All),
            Op::Multiply | Op::Pool { is_max: true, .. } => (All, Nothing),
            _ => (Nothing, Nothing),
        };
        Reads { x, y }
    }

    /// Whether it is computed in place where its input is read by nothing else, and so is its gradient.
    pub(crate) fn works_in_place(&self) -> bool {
        matches!(self, Op::Map(..) | Op::Dropout { .. }) && self.reads().x == Read::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_functions_that_do_not_read_their_input_work_in_place() {
        assert!(Op::Map(Function::Relu, None).works_in_place());
        assert!(Op::Map(Function::LeakyRelu, Some(100_000)).works_in_place());
        assert!(Op::Dropout { of_channels: true, millionths: None }.works_in_place());
        for op in [Op::Add, Op::Copy, Op::Map(Function::Gelu, None), Op::Softmax { is_logarithm: true }] {
            assert!(!op.works_in_place());
        }
    }
}
