//! MLP-Mixer (Tolstikhin et al. 2021), an image classifier without convolutions between patches and without attention.
//!
//! Patches are embedded by a convolution whose stride is its kernel, as in PyTorch. A `Linear` maps the last axis: it mixes the
//! channels of each patch, or, after `transpose`, the patches of each channel.

use nn::prelude::*;

network! {
    /// Mixes nine patches, and then their 16 channels.
    pub(crate) struct MixerBlock {
        norm1: LayerNorm<16, eps = 1e-6>,
        patches1: Linear<9, 8>,
        patches2: Linear<8, 9>,
        norm2: LayerNorm<16, eps = 1e-6>,
        channels1: Linear<16, 32>,
        channels2: Linear<32, 16>,
    }
    fn forward(x: Tensor<9, 16>) -> Tensor<9, 16> {
        let h = x.norm1().transpose::<0, 1>().patches1().gelu().patches2();
        let x = x + h.transpose::<0, 1>();
        x + x.norm2().channels1().gelu().channels2()
    }
}

network! {
    /// Classifies images of 12 by 12 pixels, in patches of 4 by 4.
    pub(crate) struct MlpMixer {
        embed: Conv2d<1, 16, kernel = 4, stride = 4>,
        blocks: [MixerBlock; 2],
        norm: LayerNorm<16, eps = 1e-6>,
        head: Linear<16, 10>,
    }
    fn forward(image: Tensor<1, 12, 12>) -> Tensor<10> {
        let patches = image.embed().reshape::<16, 9>().transpose::<0, 1>();
        patches.blocks().norm().mean::<0>().head()
    }
}
