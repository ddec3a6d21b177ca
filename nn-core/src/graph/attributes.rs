//! Attributes of operations.

/// Which value of a window a pool takes.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pool {
    /// The largest element; padding never is.
    Max,
    /// The sum over the size of the kernel; padding counts as zeros.
    Average,
}

/// A window that slides along one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AxisWindow {
    /// The number of elements that it sees.
    pub kernel: usize,
    /// From one position of the window to the next.
    pub stride: usize,
    /// On each side of the axis.
    pub padding: usize,
    /// From one element of the window to the next.
    pub dilation: usize,
}
