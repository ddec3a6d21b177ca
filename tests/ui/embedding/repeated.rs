use nn::prelude::*;

network! {
    struct Net {
        embed: [Embedding<1000, 32>; 2],
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 32> {
        words.embed()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 5 |         embed: Embedding<1000, 32>,
