//! The definition of an operation: everything that its code depends on.

use crate::catalogue::Window;
use crate::shape::Dim;
use crate::syntax::LARGEST;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

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
    /// An element-wise function, with its parameter in millionths unless it is the default.
    Map(Function, Option<u32>),
    /// Softmax or log-softmax over the last axis.
    Softmax { is_logarithm: bool },
    /// Dropout of elements or channels in training, with its probability in millionths unless it is the default.
    Dropout { of_channels: bool, millionths: Option<u32> },
    /// The reduction of each window to one element.
    Pool { kind: PoolKind, window: Window },
    /// The maximum or the mean of windows of unlike sizes, for an output of this size.
    AdaptivePool { is_max: bool, size: Vec<Dim> },
    /// The mean of each channel.
    GlobalAvgPool,
    /// The enlargement of each axis by a factor.
    Upsample { scale: Vec<Dim>, mode: UpsampleMode },
    /// Elements around a volume, an image or a sequence: left, right, top, bottom, front, back; or the first of these.
    Pad { mode: PadMode, sides: Vec<Side> },
    /// Channels that become pixels.
    PixelShuffle { factor: Dim },
    /// Pixels that become channels.
    PixelUnshuffle { factor: Dim },
    /// Channels in the order of their index in each of these groups.
    ChannelShuffle { groups: Dim },
    /// A permutation of the axes: by output axis, the input axis.
    Permute { order: Vec<usize> },
}

/// The reduction of a pool.
#[derive(Clone)]
pub(crate) enum PoolKind {
    Max,
    Average(Divisor),
    /// The norm with this exponent.
    Norm(Dim),
}

/// The divisor of an average pool.
#[derive(Clone)]
pub(crate) enum Divisor {
    /// The number of elements of the window.
    Window,
    /// The number of elements of the window that are not padding.
    Inside,
    /// This number.
    Number(Dim),
}

/// How an enlarged axis is filled.
#[derive(Clone, Copy)]
pub(crate) enum UpsampleMode {
    Nearest,
    Linear { align_corners: bool },
    Cubic { align_corners: bool },
}

/// The values of a padding.
#[derive(Clone)]
pub(crate) enum PadMode {
    /// A number, by its bits.
    Constant(u64),
    Reflect,
    Replicate,
    Circular,
}

/// A padding on one side: the number of elements that are added or removed.
#[derive(Clone)]
pub(crate) struct Side {
    pub(crate) size: Dim,
    pub(crate) removes: bool,
}

impl Side {
    /// Returns the padding as an argument of a formula.
    fn dim(&self) -> Dim {
        if !self.removes {
            return self.size.clone();
        }
        let size = &self.size;
        Dim::Named { text: format!("-{size}"), tokens: quote!(__nn::Crop<#size>), generic: size.is_generic() }
    }
}

impl ToTokens for Side {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.dim().to_tokens(tokens);
    }
}

impl ToTokens for PadMode {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            PadMode::Constant(bits) => {
                let bits = proc_macro2::Literal::u64_unsuffixed(*bits);
                quote!(__nn::Fill<#bits>)
            }
            PadMode::Reflect => quote!(__nn::Reflect),
            PadMode::Replicate => quote!(__nn::Replicate),
            PadMode::Circular => quote!(__nn::Circular),
        });
    }
}

impl PadMode {
    /// Returns the mode as an argument of a formula.
    fn dim(&self) -> Dim {
        let tokens = self.to_token_stream();
        Dim::Named { text: tokens.to_string(), tokens, generic: false }
    }

    /// Returns the size of an axis with these paddings.
    pub(super) fn padded(&self, size: &Dim, sides: [&Side; 2]) -> Dim {
        let [before, after] = sides;
        if let (Dim::Literal(size), Dim::Literal(_), Dim::Literal(_)) = (size, &before.size, &after.size) {
            let signed = |side: &Side| {
                let number = i128::from(side.size.literal().unwrap_or(0));
                if side.removes { -number } else { number }
            };
            let padded = i128::from(*size) + signed(before) + signed(after);
            return Dim::Literal(u64::try_from(padded).unwrap_or(1).clamp(1, LARGEST));
        }
        let text = |side: &Side, sign: &str| match (side.removes, sign) {
            (true, "") => format!("-{} + ", side.size),
            (false, "") => format!("{} + ", side.size),
            (removes, _) => format!(" {} {}", if removes { "-" } else { "+" }, side.size),
        };
        let text = format!("{}{size}{}", text(before, ""), text(after, "+"));
        Dim::result("PadTo", size, vec![self.dim(), before.dim(), after.dim()], text)
    }
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
            Op::Map(Function::Sigmoid | Function::Tanh, _) | Op::Softmax { .. } => (Nothing, All),
            Op::Map(..) => (All, All),
            Op::Pool { kind: PoolKind::Norm(_), .. } => (All, All),
            Op::Pool { kind: PoolKind::Max, .. } | Op::AdaptivePool { is_max: true, .. } => (All, Nothing),
            Op::Multiply => (All, Nothing),
            _ => (Nothing, Nothing),
        };
        Reads { x, y }
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
        assert!(Op::Map(Function::LeakyRelu, Some(100_000)).works_in_place());
        assert!(Op::Dropout { of_channels: true, millionths: None }.works_in_place());
        for op in [Op::Add, Op::Copy, Op::Map(Function::Gelu, None), Op::Softmax { is_logarithm: true }] {
            assert!(!op.works_in_place());
        }
    }
}
