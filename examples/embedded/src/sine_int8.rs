//! The sine in 8-bit integers.

use nn::prelude::*;

network! {
    #[budget(flash <= 1_284, scratch <= 128, macs <= 288)]
    #[int8(SineInt8, flash <= 571, scratch <= 32)]
    pub struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static SINE: &SineInt8 = nn::include_weights!(SineInt8, "../../tests/weights/sine_int8.safetensors");

type Number = Tensor<shape![1, 1], i8>;
type Scratch = <SineInt8 as Quantized>::Scratch<dim![1]>;

/// Writes the sine of `x` to `y`, both in the network's integers; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(x: &Number, y: &mut Number, scratch: &mut Scratch) {
    SINE.predict(x, y, scratch);
}
