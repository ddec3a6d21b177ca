//! Blocks of WaveNet (van den Oord et al. 2016): dilated causal convolutions with gates, and skip connections.
//!
//! `F.pad(x, (dilation, 0))` is `x.zero_pad::<2, 0>()`, on the left only: no output depends on later samples. A dilation must be an
//! integer literal, so a `macro_rules!` macro declares one network per dilation.

use nn::prelude::*;

/// Declares a block of eight channels with this dilation, which returns the input of the next block and its part of the output.
macro_rules! block {
    ($Name:ident, $dilation:literal) => {
        network! {
            /// A gated convolution of a sequence of 16 samples.
            pub(crate) struct $Name {
                filter: Conv1d<8, 8, kernel = 2, dilation = $dilation>,
                gate: Conv1d<8, 8, kernel = 2, dilation = $dilation>,
                residual: Conv1d<8, 8, kernel = 1>,
                skip: Conv1d<8, 8, kernel = 1>,
            }
            fn forward(x: Tensor<8, 16>) -> (Tensor<8, 16>, Tensor<8, 16>) {
                let past = x.zero_pad::<$dilation, 0>();
                let h = past.filter().tanh() * past.gate().sigmoid();
                (x + h.residual(), h.skip())
            }
        }
    };
}
block!(Block1, 1);
block!(Block2, 2);
block!(Block4, 4);

network! {
    /// Predicts one of 16 quantised values after each sample of a sequence.
    pub(crate) struct WaveNet {
        input: Conv1d<1, 8, kernel = 1>,
        block1: Block1,
        block2: Block2,
        block4: Block4,
        hidden: Conv1d<8, 8, kernel = 1>,
        output: Conv1d<8, 16, kernel = 1>,
    }
    fn forward(sound: Tensor<1, 16>) -> Tensor<16, 16> {
        let (h, a) = sound.input().block1();
        let (h, b) = h.block2();
        let (_h, c) = h.block4();
        (a + b + c).relu().hidden().relu().output()
    }
}
