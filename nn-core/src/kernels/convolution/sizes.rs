//! The sizes of a convolution.

use super::border::{Border, TAIL};
use crate::kernels::sliding::Sliding;

/// The sizes of a convolution.
///
/// ```
/// use nn::__private::kernels::{Convolution, Sliding};
/// let window = Sliding { input: [28, 28], kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
/// let sizes = Convolution { batch: 32, groups: 1, inputs: 1, outputs: 8, window };
/// assert_eq!(sizes.window.output(), [28, 28]);
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
        let ([kh, kw], [oh, ow]) = (self.window.kernel, self.window.output());
        [self.groups, self.inputs, self.outputs, kh, kw, oh, ow].into_iter().fold(self.batch, usize::saturating_mul)
    }

    /// Checks the sizes, and the lengths of x, weight and y against them. If it succeeds, no index that a kernel computes
    /// overflows.
    #[track_caller]
    pub(super) fn check(&self, x: usize, weight: usize, y: usize) {
        let Self { inputs, outputs, ref window, .. } = *self;
        assert!(window.fits() && self.groups > 0 && inputs > 0 && outputs > 0, "invalid sizes: {self:?}");
        let ([h, w], [oh, ow], [kh, kw]) = (window.input, window.output(), window.kernel);
        let fits = |length: usize, sizes: &[usize]| {
            sizes.iter().try_fold(1_usize, |product, &size| product.checked_mul(size)) == Some(length)
        };
        assert!(fits(x, &[self.batch, self.groups, inputs, h, w]), "the input does not match {self:?}");
        assert!(fits(weight, &[self.groups, outputs, inputs, kh, kw]), "the weights do not match {self:?}");
        assert!(fits(y, &[self.batch, self.groups, outputs, oh, ow]), "the output does not match {self:?}");
    }
}
