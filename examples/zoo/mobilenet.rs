//! The inverted residual block of MobileNetV3 (Howard et al. 2019, "Searching for MobileNetV3"), as torchvision has it.
//!
//! A depthwise convolution is one with as many groups as channels, as in PyTorch. The squeeze-and-excitation consists of
//! convolutions with a kernel of 1, so the mean keeps its axes.

use nn::prelude::*;

network! {
    /// Eight channels, expanded to 24, filtered channel by channel, gated, and projected to eight.
    pub(crate) struct MobileNetBlock {
        expand: Conv2d<8, 24, kernel = 1, bias = false>,
        expand_norm: BatchNorm2d<24, eps = 1e-3, momentum = 0.01>,
        depthwise: Conv2d<24, 24, kernel = 3, padding = 1, groups = 24, bias = false>,
        depthwise_norm: BatchNorm2d<24, eps = 1e-3, momentum = 0.01>,
        reduce: Conv2d<24, 8, kernel = 1>,
        restore: Conv2d<8, 24, kernel = 1>,
        project: Conv2d<24, 8, kernel = 1, bias = false>,
        project_norm: BatchNorm2d<8, eps = 1e-3, momentum = 0.01>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<8, 6, 6> {
        let h = x.expand().expand_norm().hard_swish();
        let h = h.depthwise().depthwise_norm().hard_swish();
        let gate = h.mean::<1, 2, keep = true>().reduce().relu().restore().hard_sigmoid();
        x + (h * gate).project().project_norm()
    }
}
