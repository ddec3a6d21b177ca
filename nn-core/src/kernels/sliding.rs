//! Sliding windows over volumes, images and rows.

use core::ops::Range;

/// Returns the number of elements of a volume.
#[inline(always)]
pub(crate) const fn volume([depth, height, width]: [usize; 3]) -> usize {
    depth * height * width
}

/// The sizes of a sliding window and of the volume that it slides over: depth, height, width. An image is a volume of depth 1, a row
/// one of depth and height 1. All sizes but the padding are at least 1.
///
/// ```
/// use nn::__private::kernels::Sliding;
/// let input = [1, 29, 28];
/// let window = Sliding { input, kernel: [1, 2, 2], stride: [1, 2, 2], padding: [0, 0, 1], ..Sliding::ELEMENT };
/// assert_eq!(window.output(), [1, 14, 15]);
/// assert_eq!(Sliding { ceil_mode: true, ..window }.output(), [1, 15, 15]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sliding {
    /// The sizes of the volume.
    pub input: [usize; 3],
    /// The sizes of the window.
    pub kernel: [usize; 3],
    /// The distance between adjacent positions of the window.
    pub stride: [usize; 3],
    /// The number of elements of padding on each side.
    pub padding: [usize; 3],
    /// The distance between adjacent elements of the window.
    pub dilation: [usize; 3],
    /// Whether the number of positions is rounded up: a last window may end after the padded volume, if it begins before the
    /// padding at the end. The elements after the padding are in no window.
    pub ceil_mode: bool,
}

impl Sliding {
    /// A window of one element over one element.
    pub const ELEMENT: Self =
        Self { input: [1; 3], kernel: [1; 3], stride: [1; 3], padding: [0; 3], dilation: [1; 3], ceil_mode: false };

    /// Returns the number of positions of the window along each axis: (input + 2 padding - dilation (kernel - 1) - 1) / stride + 1,
    /// rounded down, or up in `ceil_mode`.
    ///
    /// # Panics
    /// Panics if the window is larger than the padded volume.
    #[inline(always)]
    pub const fn output(&self) -> [usize; 3] {
        [self.positions(0), self.positions(1), self.positions(2)]
    }

    #[inline(always)]
    const fn positions(&self, axis: usize) -> usize {
        let (size, padding, stride) = (self.input[axis], self.padding[axis], self.stride[axis]);
        let mut last = size + 2 * padding - self.reach(axis) - 1;
        if self.ceil_mode {
            last += stride - 1;
            // The last window begins before the padding at the end.
            if last > size + padding - 1 {
                last = size + padding - 1;
            }
        }
        // Without a reachable panic.
        last / (if stride == 0 { 1 } else { stride }) + 1
    }

    /// Returns whether all sizes but the padding are at least 1, and the window fits into the padded volume without integer
    /// overflow.
    #[inline(always)]
    pub(super) fn fits(&self) -> bool {
        self.fits_along(0) && self.fits_along(1) && self.fits_along(2)
    }

    #[inline(always)]
    fn fits_along(&self, axis: usize) -> bool {
        let padded = self.padding[axis].checked_mul(2).and_then(|both| both.checked_add(self.input[axis]));
        let reach = self.kernel[axis].checked_sub(1).and_then(|steps| steps.checked_mul(self.dilation[axis]));
        let is_there = self.input[axis] > 0 && self.stride[axis] > 0 && self.dilation[axis] > 0;
        is_there && padded.zip(reach).is_some_and(|(padded, reach)| reach < padded)
    }

    /// Returns the distance from the first element of the window to the last.
    #[inline(always)]
    pub(super) const fn reach(&self, axis: usize) -> usize {
        self.dilation[axis] * (self.kernel[axis] - 1)
    }

    /// Returns the window positions whose element `k` is inside the volume, and the index of that element at the first of them.
    pub(super) fn inside(&self, axis: usize, k: usize) -> (Range<usize>, usize) {
        let (stride, padding, offset) = (self.stride[axis], self.padding[axis], k * self.dilation[axis]);
        let first = padding.saturating_sub(offset).div_ceil(stride);
        let last = (self.input[axis] + padding).saturating_sub(offset).div_ceil(stride).min(self.positions(axis));
        if first < last { (first..last, first * stride + offset - padding) } else { (0..0, 0) }
    }

    /// Returns the number of elements of the window at position p that are inside the volume or, if `with_padding`, its padding.
    /// The dilation must be 1.
    #[inline(always)]
    pub(super) fn covered(&self, axis: usize, p: usize, with_padding: bool) -> usize {
        let (size, padding) = (self.input[axis], self.padding[axis]);
        let start = p * self.stride[axis];
        let end = start + self.kernel[axis];
        match with_padding {
            true => end.min(size + 2 * padding).saturating_sub(start),
            false => end.min(size + padding).saturating_sub(start.max(padding)),
        }
    }
}
