// A budget of the stream of a network that does not stream, and of types that are no network.

use nn::prelude::*;

network! {
    struct Whole {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

nn::budget!(Whole, stream <= 1_000);

pub struct Plain;

nn::budget!(Plain, stream <= 1_000);

fn main() {
    println!("{}", Whole::summary());
}

//~ fix: 9 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 18 | nn::budget!(Whole, stream <= 1_000);
