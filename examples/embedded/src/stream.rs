//! One step of a network along time: a sequence of any length in constant memory. The caller supplies the weights.

use nn::Stream;
use nn::prelude::*;

network! {
    /// Every layer that looks along time.
    #[budget(flash <= 72_384, stream <= 4_456)]
    pub struct Steps {
        gru: Gru<24, 24>,
        lstm: Lstm<24, 24, layers = 2>,
        rnn: Rnn<24, 24>,
        conv: Conv1d<24, 24, kernel = 3, dilation = 2>,
        depthwise: Conv1d<24, 24, kernel = 3, groups = 24>,
        qkv: Linear<24, 48>,
        norm: LayerNorm<24>,
        out: Linear<24, 24>,
    }
    fn forward(x: Tensor<time = 64, 24>) -> Tensor<time = 64, 24> {
        let h = x.gru().lstm().permute::<1, 0>();
        let h = h + h.zero_pad::<4, 0>().conv().relu().zero_pad::<2, 0>().depthwise();
        let h = h.permute::<1, 0>().norm();
        let (q, k, v) = split::<24, 12, 12, axis = 1>(h.qkv());
        let q = q.rotary::<heads = 4>();
        let k = k.rotary::<heads = 2>();
        let seen = attention(q, k, v, heads = 4, kv_heads = 2, causal = true, window = 20);
        h + (seen + seen.cumsum::<0>() * 0.015625).out().rnn()
    }
}

/// Reads a step, and writes one of the output; returns whether the sequence has not ended. All zeros are the stream before its
/// first step.
#[unsafe(no_mangle)]
pub extern "C" fn predict(
    net: &Steps,
    x: &Tensor<shape![1, 1, 24]>,
    y: &mut Tensor<shape![1, 1, 24]>,
    stream: &mut Stream<Steps>,
) -> bool {
    stream.step_into(net, x, y).is_ok()
}
