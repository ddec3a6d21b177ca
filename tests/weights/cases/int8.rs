//! Files of an int8 network, each with one error.

use nn::prelude::*;

network! {
    #[int8(SineInt8)]
    struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static ALL: [&SineInt8; 6] = [
    nn::include_weights!(SineInt8, "weights/int8_overflow.safetensors"),
    nn::include_weights!(SineInt8, "weights/int8_shift.safetensors"),
    nn::include_weights!(SineInt8, "weights/int8_multiplier.safetensors"),
    nn::include_weights!(SineInt8, "weights/int8_scale.safetensors"),
    nn::include_weights!(SineInt8, "weights/int8_negative_scale.safetensors"),
    nn::include_weights!(SineInt8, "weights/int8_real.safetensors"),
];

fn main() {
    for network in ALL {
        println!("{}", network.forward(&Tensor::<shape![1, 1]>::zeros()));
    }
}
