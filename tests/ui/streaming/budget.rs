// Streams that exceed their budgets, and a budget of a network that does not stream.

use nn::prelude::*;

network! {
    #[budget(stream <= 100)]
    struct Small {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

network! {
    #[budget(stream <= 1_000)]
    struct Whole {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

fn main() {
    println!("{} {}", Small::summary(), Whole::summary());
}

//~ fix: 6 |     #[budget(stream <= 232)]
//~ fix: 20 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
