//! The block of ConvNeXt (Liu et al. 2022, "A ConvNet for the 2020s").
//!
//! `LayerNorm` and `Linear` map the last axis, as in PyTorch, so the channels are moved there and back. The axes of `permute` do
//! not count the batch.

use nn::init::Constant;
use nn::prelude::*;

network! {
    /// A depthwise convolution, and a perceptron for each pixel, whose output is scaled by a small trainable factor per channel.
    pub(crate) struct ConvNextBlock {
        depthwise: Conv2d<8, 8, kernel = 7, padding = 3, groups = 8>,
        norm: LayerNorm<8, eps = 1e-6>,
        expand: Linear<8, 32>,
        project: Linear<32, 8>,
        scale: Parameter<8, init = Constant { value: 1e-6 }>,
    }
    fn forward(x: Tensor<8, 8, 8>) -> Tensor<8, 8, 8> {
        let h = x.depthwise().permute::<1, 2, 0>();
        let h = h.norm().expand().gelu().project() * scale;
        x + h.permute::<2, 0, 1>()
    }
}
