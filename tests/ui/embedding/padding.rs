// A row without a gradient that the table does not have.

use nn::prelude::*;

network! {
    struct Literal {
        embed: Embedding<1000, 32, padding_idx = 1000>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 32> {
        words.embed()
    }
}

fn main() {
    println!("{}", Literal::summary());
}
//~ fix: 7 |         embed: Embedding<1000, 32, padding_idx = 999>,
