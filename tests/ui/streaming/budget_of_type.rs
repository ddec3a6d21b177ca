// Budgets of types: a stream that exceeds its budget, and a network that does not stream.

use nn::prelude::*;

network! {
    struct Steps<H: Dim> {
        gru: Gru<8, H>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, H> {
        x.gru()
    }
}

network! {
    struct Whole {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

nn::budget!(Steps<dim![8]>, stream <= 100);

nn::budget!(Whole, stream <= 1_000);

fn main() {
    println!("{} {}", Steps::<dim![8]>::summary(), Whole::summary());
}

//~ fix: 23 | nn::budget!(Steps<dim![8]>, stream <= 232);
//~ fix: 18 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
