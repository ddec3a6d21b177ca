//! The networks of `examples/embedded`, which the example `deploy` trains and the example `report` analyses.

use nn::prelude::*;

network! {
    /// y = sin x, from 0 to 2 pi.
    #[budget(flash <= 1_284, scratch <= 128, macs <= 288)]
    #[int8(SineInt8)]
    pub(crate) struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

network! {
    /// Classifies handwritten digits of 8x8 pixels.
    #[budget(flash <= 9_640, scratch <= 128, macs <= 2_368)]
    #[int8(DigitsInt8)]
    pub(crate) struct Digits {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.fc1().relu().fc2()
    }
}
