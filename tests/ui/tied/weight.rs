// A `Linear` that names the layer whose weight it should have.

use nn::prelude::*;

network! {
    struct Words {
        embed: Embedding<1000, 64>,
        head: Linear<64, 1000, bias = false, weight = embed>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 1000> {
        words.embed().head()
    }
}

fn main() {
    println!("{}", Words::summary());
}

//~ fix: 8 |         head: Tied<embed>,
