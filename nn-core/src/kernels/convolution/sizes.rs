//! The sizes of a convolution.

use super::border::{Border, TAIL};
use crate::kernels::sliding::Sliding;

/// The sizes of a convolution.
///
/// ```
/// use nn::__private::kernels::{Convolution, Sliding};
/// let window = Sliding { input: [1, 28, 28], kernel: [1, 3, 3], padding: [0, 1, 1], ..Sliding::ELEMENT };
/// let sizes = Convolution { batch: 32, groups: 1, inputs: 1, outputs: 8, window };
/// assert_eq!(sizes.window.output(), [1, 28, 28]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convolution {
    /// The number of samples.
    pub batch: usize,
    /// The number of groups of channels, which are convolved independently.
    pub groups: usize,
    /// The number of input channels *of one group*.
    pub inputs: usize,
    /// The number of output channels *of one group*.
    pub outputs: usize,
    /// The kernel as a sliding window over the input.
    pub window: Sliding,
}

impl Convolution {
    /// Returns the number of scratch elements that [`conv_forward`] and [`conv_backward_weight`] need per thread.
    pub const fn input_scratch(&self) -> usize {
        self.inputs * Border::of_input(&self.window).size() + TAIL
    }

    /// Returns the number of scratch elements that [`conv_backward_input`] needs per thread.
    pub const fn output_scratch(&self) -> usize {
        self.outputs * Border::of_output(&self.window).size() + TAIL
    }

    /// Returns the number of multiplications of each of the three passes.
    pub(super) fn products(&self) -> usize {
        let sizes = [self.groups, self.inputs, self.outputs].into_iter().chain(self.window.kernel);
        sizes.chain(self.window.output()).fold(self.batch, usize::saturating_mul)
    }

    /// Checks the sizes, and the lengths of x, weight and y against them. If it succeeds, no index that a kernel computes
    /// overflows.
    #[track_caller]
    pub(super) fn check(&self, x: usize, weight: usize, y: usize) {
        let Self { inputs, outputs, ref window, .. } = *self;
        assert!(window.fits() && self.groups > 0 && inputs > 0 && outputs > 0, "invalid sizes: {self:?}");
        assert!(!window.ceil_mode, "the positions of a convolution are rounded down: {self:?}");
        let fits = |length: usize, channels: [usize; 3], sizes: [usize; 3]| {
            let mut all = channels.into_iter().chain(sizes);
            all.try_fold(1_usize, |product, size| product.checked_mul(size)) == Some(length)
        };
        let Self { batch, groups, .. } = *self;
        assert!(fits(x, [batch, groups, inputs], window.input), "the input does not match {self:?}");
        assert!(fits(weight, [groups, outputs, inputs], window.kernel), "the weights do not match {self:?}");
        assert!(fits(y, [batch, groups, outputs], window.output()), "the output does not match {self:?}");
    }
}
