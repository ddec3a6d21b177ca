//! An encoder and a decoder of sequences (Vaswani et al. 2017, "Attention Is All You Need"), as PyTorch's `nn.Transformer`.
//!
//! The names of all parameters are those of `nn.Transformer` in a `state_dict`. Its attention has one weight for queries, keys and
//! values, `in_proj_weight`, which `Tied` multiplies by without a copy. A `for` over an array of layers passes the memory to each.

use nn::init::XavierUniform;
use nn::prelude::*;

network! {
    /// Attention of two heads between six tokens of eight features.
    pub(crate) struct SelfAttention {
        in_proj_weight: Parameter<24, 8, init = XavierUniform>,
        in_proj_bias: Parameter<24, role = bias>,
        in_proj: Tied<in_proj_weight>,
        out_proj: Linear<8, 8>,
    }
    fn forward(x: Tensor<6, 8>) -> Tensor<6, 8> {
        let (q, k, v) = chunk::<3, 1>(x.in_proj() + in_proj_bias);
        attention(q, k, v, heads = 2).out_proj()
    }
}

network! {
    /// The same between five tokens, each of which sees those before it.
    pub(crate) struct CausalAttention {
        in_proj_weight: Parameter<24, 8, init = XavierUniform>,
        in_proj_bias: Parameter<24, role = bias>,
        in_proj: Tied<in_proj_weight>,
        out_proj: Linear<8, 8>,
    }
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        let (q, k, v) = chunk::<3, 1>(x.in_proj() + in_proj_bias);
        attention(q, k, v, heads = 2, causal = true).out_proj()
    }
}

network! {
    /// Attention of five tokens to the six that the encoder returns.
    pub(crate) struct CrossAttention {
        in_proj_weight: Parameter<24, 8, init = XavierUniform>,
        in_proj_bias: Parameter<24, role = bias>,
        in_proj: Tied<in_proj_weight>,
        out_proj: Linear<8, 8>,
    }
    fn forward(x: Tensor<5, 8>, memory: Tensor<6, 8>) -> Tensor<5, 8> {
        let (q, _, _) = chunk::<3, 1>(x.in_proj() + in_proj_bias);
        let (_, k, v) = chunk::<3, 1>(memory.in_proj() + in_proj_bias);
        attention(q, k, v, heads = 2).out_proj()
    }
}

network! {
    /// `nn.TransformerEncoderLayer`: a sum is normalised after its residual connection.
    pub(crate) struct EncoderLayer {
        self_attn: SelfAttention,
        linear1: Linear<8, 16>,
        linear2: Linear<16, 8>,
        norm1: LayerNorm<8>,
        norm2: LayerNorm<8>,
    }
    fn forward(x: Tensor<6, 8>) -> Tensor<6, 8> {
        let x = (x + x.self_attn()).norm1();
        (x + x.linear1().relu().linear2()).norm2()
    }
}

network! {
    /// `nn.TransformerDecoderLayer`, which also attends to what the encoder returns.
    pub(crate) struct DecoderLayer {
        self_attn: CausalAttention,
        multihead_attn: CrossAttention,
        linear1: Linear<8, 16>,
        linear2: Linear<16, 8>,
        norm1: LayerNorm<8>,
        norm2: LayerNorm<8>,
        norm3: LayerNorm<8>,
    }
    fn forward(x: Tensor<5, 8>, memory: Tensor<6, 8>) -> Tensor<5, 8> {
        let x = (x + x.self_attn()).norm1();
        let x = (x + multihead_attn(x, memory)).norm2();
        (x + x.linear1().relu().linear2()).norm3()
    }
}

network! {
    /// `nn.TransformerEncoder` of two layers.
    pub(crate) struct Encoder {
        layers: [EncoderLayer; 2],
        norm: LayerNorm<8>,
    }
    fn forward(x: Tensor<6, 8>) -> Tensor<6, 8> {
        x.layers().norm()
    }
}

network! {
    /// `nn.TransformerDecoder` of two layers.
    pub(crate) struct Decoder {
        layers: [DecoderLayer; 2],
        norm: LayerNorm<8>,
    }
    fn forward(x: Tensor<5, 8>, memory: Tensor<6, 8>) -> Tensor<5, 8> {
        let mut x = x;
        for layer in layers {
            x = layer(x, memory);
        }
        x.norm()
    }
}

network! {
    /// `nn.Transformer`, between embeddings of six and of five tokens.
    pub(crate) struct Transformer {
        encoder: Encoder,
        decoder: Decoder,
    }
    fn forward(source: Tensor<6, 8>, target: Tensor<5, 8>) -> Tensor<5, 8> {
        decoder(target, source.encoder())
    }
}

network! {
    /// `nn.TransformerEncoderLayer` with `norm_first=True` and `activation="gelu"`, as GPT-2 and vision transformers have it.
    pub(crate) struct PreNormLayer {
        self_attn: SelfAttention,
        linear1: Linear<8, 16>,
        linear2: Linear<16, 8>,
        norm1: LayerNorm<8>,
        norm2: LayerNorm<8>,
    }
    fn forward(x: Tensor<6, 8>) -> Tensor<6, 8> {
        let x = x + x.norm1().self_attn();
        x + x.norm2().linear1().gelu().linear2()
    }
}
