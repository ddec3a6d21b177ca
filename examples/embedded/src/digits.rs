//! A classifier of 8x8 digits, with its weights embedded.

use nn::prelude::*;

network! {
    #[budget(flash <= 9_640, scratch <= 128, macs <= 2_368)]
    pub struct Digits {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.fc1().relu().fc2()
    }
}

static DIGITS: &Digits = nn::include_weights!(Digits, "../../tests/weights/digits.safetensors");

type Scratch = <Digits as nn::layers::Layer<shape![64]>>::Scratch<dim![1]>;

/// Writes the logits of the ten digits for an image of pixels from 0 to 1; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(image: &Tensor<shape![1, 64]>, logits: &mut Tensor<shape![1, 10]>, scratch: &mut Scratch) {
    DIGITS.predict(image, logits, scratch);
}
