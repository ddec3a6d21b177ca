//! The attributes of pools, windows and normalisations.

use crate::activation::Scalar;

/// How a pool reduces a window to one element: an attribute of [`Op::Pool`](super::Op::Pool).
///
/// [`AxisWindow`] has an example.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pool {
    /// The largest element; padding counts as negative infinity.
    Max,
    /// The sum divided by the size of the kernel; padding counts as zeros.
    Average,
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
/// assert_eq!(Halved::GRAPH.nodes[0].op, Op::Pool { kind: Pool::Max, windows: &[WINDOW; 2] });
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
