//! The network: LLaMA's architecture (Touvron et al. 2023) with the sizes of stories260K.

use nn::prelude::*;

/// The longest text, in tokens.
pub(crate) type Length = dim![512];
/// The number of tokens.
pub(crate) type Vocab = dim![512];

network! {
    /// A block: attention in which two heads of queries share one of keys and values, with rotary positions, and SwiGLU.
    pub(crate) struct Block {
        pub(crate) attention_norm: RmsNorm<64, eps = 1e-5>,
        pub(crate) query: Linear<64, 64, bias = false>,
        pub(crate) key: Linear<64, 32, bias = false>,
        pub(crate) value: Linear<64, 32, bias = false>,
        pub(crate) project: Linear<64, 64, bias = false>,
        pub(crate) mlp_norm: RmsNorm<64, eps = 1e-5>,
        pub(crate) gate: Linear<64, 172, bias = false>,
        pub(crate) up: Linear<64, 172, bias = false>,
        pub(crate) down: Linear<172, 64, bias = false>,
    }
    fn forward(x: Tensor<time = Length, 64>) -> Tensor<Length, 64> {
        let normal = x.attention_norm();
        let q = normal.query().rotary::<heads = 8>();
        let k = normal.key().rotary::<heads = 4>();
        let x = x + attention(q, k, normal.value(), heads = 8, kv_heads = 4, causal = true).project();
        let normal = x.mlp_norm();
        x + (normal.gate().silu() * normal.up()).down()
    }
}

network! {
    /// Predicts the token after each token of a text.
    pub(crate) struct Stories {
        pub(crate) embed: Embedding<Vocab, 64>,
        pub(crate) blocks: [Block; 5],
        pub(crate) norm: RmsNorm<64, eps = 1e-5>,
        pub(crate) head: Tied<embed>,
    }
    fn forward(tokens: Tensor<time = Length, Class<Vocab>>) -> Tensor<Length, Vocab> {
        let mut x = tokens.embed();
        for block in blocks {
            x = block(x);
        }
        x.norm().head()
    }
}
