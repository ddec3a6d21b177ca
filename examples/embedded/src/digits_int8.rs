//! A classifier of 8x8 digits in 8-bit integers, with its weights embedded.

use nn::prelude::*;

network! {
    #[budget(flash <= 9_640, scratch <= 128, macs <= 2_368)]
    #[int8(DigitsInt8, flash <= 2_720, scratch <= 32)]
    pub struct Digits {
        fc1: Linear<64, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.fc1().relu().fc2()
    }
}

static DIGITS: &DigitsInt8 = nn::include_weights!(DigitsInt8, "../../tests/weights/digits_int8.safetensors");

type Image = Tensor<shape![1, 64], i8>;
type Logits = Tensor<shape![1, 10], i8>;
type Scratch = <DigitsInt8 as Quantized>::Scratch<dim![1]>;

/// Writes the logits of the ten digits for an image, both in the network's integers; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(image: &Image, logits: &mut Logits, scratch: &mut Scratch) {
    DIGITS.predict(image, logits, scratch);
}
