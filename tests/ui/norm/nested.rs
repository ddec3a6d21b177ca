// A normalisation behind a nested network, with other sizes.

use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc()
    }
}

network! {
    struct Last {
        block: Block,
        norm: LayerNorm<30>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.block().norm()
    }
}

network! {
    struct Batch {
        block: Block,
        norm: BatchNorm1d<30>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.block().norm()
    }
}

fn main() {
    println!("{} {}", Last::summary(), Batch::summary());
}

//~ fix: 17 |         norm: LayerNorm<32>,
//~ fix: 27 |         norm: BatchNorm1d<32>,
