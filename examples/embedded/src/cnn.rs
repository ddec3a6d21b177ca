//! A convolutional classifier of 28x28 digits. The caller supplies the weights; there is no trained file of them here.

use nn::prelude::*;

network! {
    #[budget(flash <= 208_552, scratch <= 31_360, macs <= 333_056)]
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

type Image = Tensor<shape![1, 1, 28, 28]>;
type Scratch = <Cnn as nn::layers::Layer<shape![1, 28, 28]>>::Scratch<dim![1]>;

/// Writes the logits of the ten digits for an image of pixels from 0 to 1; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(network: &Cnn, image: &Image, logits: &mut Tensor<shape![1, 10]>, scratch: &mut Scratch) {
    network.predict(image, logits, scratch);
}
