//! Files of a network, each with one error.

use nn::prelude::*;

network! {
    struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static ALL: [&Sine; 14] = [
    nn::include_weights!(Sine, "weights/truncated.safetensors"),
    nn::include_weights!(Sine, "weights/too_long.safetensors"),
    nn::include_weights!(Sine, "weights/no_format.safetensors"),
    nn::include_weights!(Sine, "weights/nan.safetensors"),
    nn::include_weights!(Sine, "weights/dtype.safetensors"),
    nn::include_weights!(Sine, "weights/swapped.safetensors"),
    nn::include_weights!(Sine, "weights/turned.safetensors"),
    nn::include_weights!(Sine, "weights/pytorch.safetensors"),
    nn::include_weights!(Sine, "weights/duplicate.safetensors"),
    nn::include_weights!(Sine, "weights/order.safetensors"),
    nn::include_weights!(Sine, "weights/renamed.safetensors"),
    nn::include_weights!(Sine, "weights/extra.safetensors"),
    nn::include_weights!(Sine, "weights/architecture.safetensors"),
    nn::include_weights!(Sine, "weights/version.safetensors"),
];

fn main() {
    for network in ALL {
        println!("{}", network.forward(&Tensor::<shape![1, 1]>::zeros()));
    }
}
