//! Files of a square weight, which fits in both orientations.

use nn::prelude::*;

network! {
    struct Square {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.fc()
    }
}

static ALL: [&Square; 2] = [
    nn::include_weights!(Square, "weights/square_bare.safetensors"),
    nn::include_weights!(Square, "weights/square_pytorch.safetensors"),
];

fn main() {
    for network in ALL {
        println!("{}", network.forward(&Tensor::<shape![1, 3]>::zeros()));
    }
}
