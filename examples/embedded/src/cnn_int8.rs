//! A convolutional classifier of 28x28 digits in 8-bit integers. The caller supplies the weights; there is no trained file of them
//! here.

use nn::prelude::*;

network! {
    #[budget(flash <= 208_552, scratch <= 31_360, macs <= 333_056)]
    #[int8(CnnInt8, flash <= 52_846, scratch <= 7_840)]
    pub struct Cnn {
        conv1: Conv2d<1, 8, kernel = 3, padding = 1>,
        conv2: Conv2d<8, 16, kernel = 3, padding = 1>,
        fc1: Linear<784, 64>,
        fc2: Linear<64, 10>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
        let h = image.conv1().relu().max_pool::<2>();
        let h = h.conv2().relu().max_pool::<2>();
        h.flatten().fc1().relu().fc2()
    }
}

type Image = Tensor<shape![1, 1, 28, 28], i8>;
type Logits = Tensor<shape![1, 10], i8>;
type Scratch = <CnnInt8 as Quantized>::Scratch<dim![1]>;

/// Writes the logits of the ten digits for an image, both in the network's integers; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(network: &CnnInt8, image: &Image, logits: &mut Logits, scratch: &mut Scratch) {
    network.predict(image, logits, scratch);
}
