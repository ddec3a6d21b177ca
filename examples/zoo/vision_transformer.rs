//! A vision transformer (Dosovitskiy et al. 2020, "An Image is Worth 16x16 Words").
//!
//! `attention` divides queries, keys and values into heads itself. `nn.ModuleList` is an array of blocks, and
//! `torch.cat([cls.expand(batch, -1, -1), x], 1)` is `concat(class_token, x)`: a `Parameter` is the same for each sample.

use nn::prelude::*;

network! {
    /// Attention of two heads between five tokens of eight features.
    pub(crate) struct Attention {
        qkv: Linear<8, 24>,
        project: Linear<8, 8>,
    }
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        let (q, k, v) = chunk::<3, 1>(x.qkv());
        attention(q, k, v, heads = 2).project()
    }
}

network! {
    /// A block of the encoder: attention, and a perceptron for each token, both with a residual connection.
    pub(crate) struct Block {
        norm1: LayerNorm<8, eps = 1e-6>,
        attention: Attention,
        norm2: LayerNorm<8, eps = 1e-6>,
        fc1: Linear<8, 16>,
        fc2: Linear<16, 8>,
    }
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        let x = x + x.norm1().attention();
        x + x.norm2().fc1().gelu().fc2()
    }
}

network! {
    /// Classifies images of 8 by 8 pixels, in four patches, by twelve blocks.
    pub(crate) struct VisionTransformer {
        embed: Conv2d<1, 8, kernel = 4, stride = 4>,
        class_token: Parameter<1, 8>,
        position: Parameter<5, 8>,
        blocks: [Block; 12],
        norm: LayerNorm<8, eps = 1e-6>,
        head: Linear<8, 10>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<10> {
        let patches = image.embed().reshape::<8, 4>().transpose::<0, 1>();
        let tokens = concat(class_token, patches) + position;
        tokens.blocks().norm().select::<0, 0>().head()
    }
}
