// A length of a sequence in a network that streams: a stream ends with its last step.

use nn::prelude::*;

network! {
    struct Layer {
        gru: Gru<4, 8>,
    }
    fn forward(x: Tensor<time = 6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
        gru(x, length)
    }
}

fn main() {
    println!("{}", Layer::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<6, 4>, length: Tensor<Class<7>>) -> Tensor<6, 8> {
