use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<_, 4>,
    }
    fn forward(words: Tensor<16, Class<0>>) -> Tensor<16, 4> {
        words.embed()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 7 |     fn forward(words: Tensor<16, Class<1>>) -> Tensor<16, 4> {
