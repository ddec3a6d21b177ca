use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class>) -> Tensor<16, 4> {
        words.embed()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 7 |     fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
