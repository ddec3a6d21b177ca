//! The attributes of pools and windows.

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
