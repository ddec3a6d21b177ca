//! The network of `examples/web`, which the example `draw` trains.

use nn::prelude::*;

network! {
    /// Classifies handwritten digits of 8x8 pixels.
    #[budget(flash <= 44_136, macs <= 165_184)]
    pub(crate) struct Reader {
        conv1: Conv2d<1, 16, kernel = 3, padding = 1>,
        conv2: Conv2d<16, 16, kernel = 3, padding = 1>,
        fc1: Linear<256, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        let h = image.reshape::<1, 8, 8>().conv1().relu();
        let h = h.conv2().relu().max_pool::<2>();
        h.flatten().dropout::<0.3>().fc1().relu().dropout::<0.1>().fc2()
    }
}
