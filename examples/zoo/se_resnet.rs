//! The residual block with squeeze-and-excitation of SE-ResNet (Hu, Shen, Sun 2017, "Squeeze-and-Excitation Networks").
//!
//! PyTorch's `scale[:, :, None, None] * x` is `x * scale.reshape::<C, 1, 1>()`: the gate needs the axes along which it is
//! repeated. Channels are type parameters, as they are sizes of the layers; the side of the image is not, so it is a number.

use nn::prelude::*;

network! {
    /// Scales each of `C` channels by a gate from 0 to 1, which depends on the means of all channels.
    pub(crate) struct SqueezeExcitation<C: Dim, Reduced: Dim> {
        reduce: Linear<C, Reduced>,
        restore: Linear<Reduced, C>,
    }
    fn forward(x: Tensor<C, 6, 6>) -> Tensor<C, 6, 6> {
        let gate = x.global_avg_pool().reduce().relu().restore().sigmoid();
        x * gate.reshape::<C, 1, 1>()
    }
}

network! {
    /// A residual block of eight channels, whose residual is gated.
    pub(crate) struct SeResNetBlock {
        conv1: Conv2d<8, 8, kernel = 3, padding = 1, bias = false>,
        norm1: BatchNorm2d<8>,
        conv2: Conv2d<8, 8, kernel = 3, padding = 1, bias = false>,
        norm2: BatchNorm2d<8>,
        gate: SqueezeExcitation<8, 4>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<8, 6, 6> {
        let h = x.conv1().norm1().relu().conv2().norm2().gate();
        (x + h).relu()
    }
}
