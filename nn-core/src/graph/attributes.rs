//! The attributes of pools, windows, paddings, interpolations and normalisations.

use crate::activation::{Function, Scalar};

/// How a pool reduces a window to one element: an attribute of [`Op::Pool`](super::Op::Pool).
///
/// [`AxisWindow`] has an example.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pool {
    /// The largest element; padding counts as negative infinity.
    Max,
    /// The sum divided by the number of elements; padding counts as zeros.
    Average,
    /// The sum divided by the number of elements that are not padding.
    AverageInside,
    /// The sum divided by a number; padding counts as zeros.
    Quotient {
        /// The divisor.
        divisor: usize,
    },
    /// The p-norm: the p-th root of the sum of the p-th powers of the absolute values; for an odd p, of the p-th powers of the
    /// elements themselves.
    Norm {
        /// The exponent.
        p: usize,
    },
}

/// The cell of a recurrent layer: an attribute of [`Op::Recurrence`](super::Op::Recurrence). h is the previous hidden state; the
/// gates are in the order of the formula.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecurrentCell {
    /// i, f, o = sigmoid(x W_ih + b_ih + h W_hh + b_hh), g = tanh(..), c = f c + i g, h = o tanh(c); the gates are i, f, g, o.
    Lstm,
    /// r, z = sigmoid(x W_ih + b_ih + h W_hh + b_hh), n = tanh(x W_in + b_in + r (h W_hn + b_hn)), h = (1 - z) n + z h.
    Gru,
    /// h = f(x W_ih + b_ih + h W_hh + b_hh).
    Elman(Function),
}

/// The statistics by which a normalisation normalises in inference: an attribute of
/// [`Op::BatchNormalization`](super::Op::BatchNormalization) and [`Op::InstanceNormalization`](super::Op::InstanceNormalization).
///
/// ```
/// use nn::graph::{NormStatistics, Op};
/// use nn::prelude::*;
///
/// network! {
///     struct Normed {
///         fc: Linear<2, 3>,
///         norm: BatchNorm1d<3, track_running_stats = false>,
///     }
///     fn forward(x: Tensor<2>) -> Tensor<3> {
///         x.fc().norm()
///     }
/// }
///
/// let Op::BatchNormalization { statistics, .. } = Normed::GRAPH.nodes[1].op else { unreachable!() };
/// assert_eq!(statistics, NormStatistics::Untracked);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NormStatistics {
    /// Running statistics, which a step of training moves towards those of its batch.
    MovingAverage {
        /// The fraction by which a step moves them.
        momentum: Scalar,
    },
    /// Running statistics that are the means of those of all batches.
    CumulativeAverage,
    /// Those of the input itself.
    Untracked,
}

/// A window that slides along one axis of a convolution or a pool.
///
/// An axis of `input` elements has (input + 2 padding - dilation (kernel - 1) - 1) / stride + 1 positions, rounded down.
///
/// ```
/// use nn::graph::{AxisWindow, Op, Pool};
/// use nn::prelude::*;
///
/// network! {
///     struct Halved {
///         pool: nn::layers::MaxPool2d<2>,
///     }
///     fn forward(x: Tensor<1, 4, 6>) -> Tensor<1, 2, 3> {
///         x.pool()
///     }
/// }
///
/// const WINDOW: AxisWindow = AxisWindow { kernel: 2, stride: 2, padding: 0, dilation: 1 };
/// let op = Op::Pool { kind: Pool::Max, windows: &[WINDOW; 2], ceil_mode: false };
/// assert_eq!(Halved::GRAPH.nodes[0].op, op);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AxisWindow {
    /// The number of elements in the window.
    pub kernel: usize,
    /// The distance from one position of the window to the next.
    pub stride: usize,
    /// The number of elements added at each end of the axis.
    pub padding: usize,
    /// The distance from one element of the window to the next.
    pub dilation: usize,
}

/// The values of the elements that a padding adds: an attribute of [`Op::Pad`](super::Op::Pad).
///
/// ```
/// use nn::graph::{Op, PadMode};
/// use nn::dim::N;
/// use nn::dim::Reflect;
/// use nn::layers::{Layer, Pad1d};
/// let op = <Pad1d<Reflect, N<2>, N<1>> as Layer<(N<1>, N<5>)>>::OP;
/// assert_eq!(op, Op::Pad { mode: PadMode::Reflect, borders: &[[2, 1]] });
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PadMode {
    /// A number.
    Constant(Scalar),
    /// The elements in reverse order, from the second one on: `c b | a b c | b a`.
    Reflect,
    /// The nearest element: `a a | a b c | c c`.
    Replicate,
    /// The elements from the other end: `b c | a b c | a b`.
    Circular,
}

/// How a resized axis is interpolated: an attribute of [`Op::Resize`](super::Op::Resize).
///
/// Element o of the output is at the coordinate s of the input: with `align_corners`, s = o (input - 1) / (output - 1), else
/// s = (o + 1/2) input / output - 1/2.
///
/// ```
/// use nn::dim::N;
/// use nn::graph::{Interpolation, Op};
/// use nn::layers::{Layer, LinearMode, Upsample};
/// let op = <Upsample<N<2>, LinearMode> as Layer<(N<1>, N<5>)>>::OP;
/// assert_eq!(op, Op::Resize { interpolation: Interpolation::Linear, align_corners: false });
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interpolation {
    /// Linear between the two neighbours; s below 0 is 0, and the neighbour after the last element is the last element.
    Linear,
    /// Cubic convolution of four neighbours with a = -3/4; neighbours outside of the axis are the nearest element of the axis.
    Cubic,
}
