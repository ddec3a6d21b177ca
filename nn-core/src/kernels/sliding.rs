//! Sliding windows over images.

use core::ops::Range;

/// The sizes of a sliding window and of its image. Heights come first; all sizes but the padding are at least 1.
///
/// ```
/// use nn::__private::kernels::Sliding;
/// let window = Sliding { input: [29, 28], kernel: [2, 2], stride: [2, 2], padding: [0, 1], dilation: [1, 1] };
/// assert_eq!(window.output(), [14, 15]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sliding {
    /// The image's height and width.
    pub input: [usize; 2],
    /// The window's height and width.
    pub kernel: [usize; 2],
    /// The distance between adjacent positions of the window.
    pub stride: [usize; 2],
    /// The number of rows and columns of padding on each side.
    pub padding: [usize; 2],
    /// The distance between adjacent elements of the window.
    pub dilation: [usize; 2],
}

impl Sliding {
    /// Returns the number of positions of the window, (input + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down,
    /// along each axis.
    ///
    /// # Panics
    /// Panics if the window is larger than the padded image.
    pub const fn output(&self) -> [usize; 2] {
        [self.positions(0), self.positions(1)]
    }

    const fn positions(&self, axis: usize) -> usize {
        let padded = self.input[axis] + 2 * self.padding[axis];
        (padded - self.reach(axis) - 1) / self.stride[axis] + 1
    }

    /// Returns whether all sizes but the padding are at least 1, and the window fits into the padded image without integer
    /// overflow.
    pub(super) fn fits(&self) -> bool {
        (0..2).all(|axis| {
            let padded = self.padding[axis].checked_mul(2).and_then(|both| both.checked_add(self.input[axis]));
            let reach = self.kernel[axis].checked_sub(1).and_then(|steps| steps.checked_mul(self.dilation[axis]));
            let is_there = self.input[axis] > 0 && self.stride[axis] > 0 && self.dilation[axis] > 0;
            is_there && padded.zip(reach).is_some_and(|(padded, reach)| reach < padded)
        })
    }

    /// Returns the distance from the first element of the window to the last.
    pub(super) const fn reach(&self, axis: usize) -> usize {
        self.dilation[axis] * (self.kernel[axis] - 1)
    }

    /// Returns the window positions whose element `k` is inside the image, and the index of that element at the first of them.
    pub(super) fn inside(&self, axis: usize, k: usize) -> (Range<usize>, usize) {
        let (stride, padding, offset) = (self.stride[axis], self.padding[axis], k * self.dilation[axis]);
        let first = padding.saturating_sub(offset).div_ceil(stride);
        let last = (self.input[axis] + padding).saturating_sub(offset).div_ceil(stride).min(self.positions(axis));
        if first < last { (first..last, first * stride + offset - padding) } else { (0..0, 0) }
    }
}
