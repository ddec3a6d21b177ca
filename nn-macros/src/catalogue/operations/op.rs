//! The definition of an operation: everything that its code depends on.

use super::expression::Fused;
use super::function::Function;
use crate::catalogue::Window;
use crate::shape::{Dim, Shape};
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
    /// An element-wise function, with its parameters in millionths unless they are the defaults.
    Map(Function, Option<Vec<i64>>),
    /// An expression of several steps, for each element.
    Fused(Box<Fused>),
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
    /// Standard normal noise in training.
    Noise,
    /// The reduction of each window to one element.
    Pool { kind: PoolKind, window: Window },
    /// The index of the largest element of each window among the elements of its channel.
    ArgMaxPool { window: Window },
    /// The elements of the first value at the indices of the second, in an output of this size.
    MaxUnpool { size: Vec<Dim> },
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
    /// Some elements of an axis; unless it is kept, the axis of one element is removed.
    Slice { axis: usize, start: Dim, count: Dim, step: Dim, keep: bool },
    /// An axis in reverse order.
    Flip { axis: usize },
    /// The elements of an axis, moved to higher indices and around its end.
    Roll { axis: usize, shift: i64 },
    /// The repetition of an axis as a whole.
    Repeat { axis: usize, times: Dim },
    /// The windows along an axis, whose elements are the last axis.
    Unfold { axis: usize, size: Dim, step: Dim },
    /// The windows of an image as columns.
    Unfold2d { window: Window },
    /// The sum of such columns, as an image of this size.
    Fold2d { size: Vec<Dim>, window: Window },
    /// The largest or smallest element along an axis, which is removed unless it is kept.
    Extremum { is_max: bool, axis: usize, keep: bool },
    /// The index of the largest or smallest element along an axis, which is removed unless it is kept.
    ExtremumIndex { is_max: bool, axis: usize, keep: bool },
    /// The logarithm of the sum of exponentials along an axis, which is removed.
    LogSumExp { axis: usize },
    /// Cumulative sums along an axis.
    CumSum { axis: usize },
    /// Softmax or log-softmax along an axis that need not be the last one.
    SoftmaxOver { is_logarithm: bool, axis: usize },
    /// Softmin along an axis that need not be the last one.
    SoftminOver { axis: usize },
    /// Indices as vectors that are 1 at the index.
    OneHot,
    /// Lengths as masks of this number of steps.
    SequenceMask { steps: Dim },
    /// The elements of the first value along an axis at the indices of the second.
    IndexSelect { axis: usize },
    /// The element of the first value along an axis at each of the indices of the second, whose other axes are the same.
    Gather { axis: usize },
    /// The products of the matrices of two values.
    MatMul,
    /// The attention of queries to keys and values, with a mask if there are four operands. The scale is given by its bits, the
    /// number of heads of keys and values only if it is another one, and the probability of a dropout of weights in millionths.
    Attention {
        heads: Dim,
        kv_heads: Option<Dim>,
        is_causal: bool,
        window: Option<Dim>,
        scale: Option<u64>,
        has_alibi: bool,
        dropout: Option<u32>,
    },
    /// Rotary position embeddings, with the bits of theta unless it is the default.
    Rotary { heads: Dim, theta: Option<u64>, is_interleaved: bool },
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
        let first = before.size.formula();
        let first = if before.removes { first.negated() } else { first };
        let both = first.plus(size);
        let formula = if after.removes { both.minus(&after.size) } else { both.plus(&after.size) };
        Dim::result("PadTo", size, vec![self.dim(), before.dim(), after.dim()], formula)
    }
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
                | Function::Exp
                | Function::Expm1
                | Function::Sqrt
                | Function::RootOfSquares
                | Function::Rsqrt
                | Function::Recip
                | Function::Relu6
                | Function::Hardtanh
                | Function::LogSigmoid
                | Function::Softshrink
                | Function::Hardshrink,
                _,
            )
            | Op::Softmax { .. }
            | Op::Softmin
            | Op::Softmax2d
            | Op::SoftmaxOver { .. }
            | Op::SoftminOver { .. } => (Nothing, All),
            // The output tells whether x is above the threshold, unless the value is, too.
            Op::Map(Function::Threshold, Some(numbers)) if matches!(numbers[..], [threshold, value] if value <= threshold) => {
                (Nothing, All)
            }
            Op::Map(Function::Sign | Function::Negate | Function::Floor | Function::Detach, _) => (Nothing, Nothing),
            Op::Fused(fused) => (if fused.is_linear() { Nothing } else { All }, Nothing),
            Op::Map(..) | Op::Attention { .. } => (All, All),
            Op::Pool { kind: PoolKind::Norm(_), .. } | Op::LogSumExp { .. } => (All, All),
            Op::Pool { kind: PoolKind::Max, .. } | Op::AdaptivePool { is_max: true, .. } => (All, Nothing),
            Op::Multiply | Op::MatMul | Op::Extremum { .. } | Op::Glu { .. } | Op::LocalResponseNorm { .. } => {
                (All, Nothing)
            }
            _ => (Nothing, Nothing),
        };
        Reads { x, y }
    }

    /// The shape as which its output is read, if that is another one.
    pub(crate) fn view(&self, output: &Shape) -> Option<Shape> {
        let indices = output.indices();
        let mut dims = indices.map_or(output.known(), |indices| Some(indices.dims))?.to_vec();
        match self {
            Op::Slice { axis, keep: false, .. } => drop(dims.remove(*axis)),
            Op::Extremum { axis, keep: true, .. } | Op::ExtremumIndex { axis, keep: true, .. } => {
                dims.insert(*axis, Dim::Literal(1))
            }
            _ => return None,
        }
        Some(match indices {
            Some(indices) => Shape::index(dims, indices.below.clone()),
            None => Shape::real(dims),
        })
    }

    /// Returns whether the operation needs scratch, at least in its backward pass.
    pub(crate) fn needs_scratch(&self) -> bool {
        matches!(self, Op::LocalResponseNorm { .. } | Op::MaxUnpool { .. } | Op::Attention { .. })
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
