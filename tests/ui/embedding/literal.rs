use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 32>,
    }
    fn forward(words: Tensor<16, Class<500>>) -> Tensor<16, 32> {
        words.embed()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 5 |         embed: Embedding<500, 32>,
