use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<10, 4>,
    }
    fn forward(words: Tensor<2, 2, 2, 2, 2, Class<10>>) -> Tensor<32, 4> {
        words.embed().reshape::<32, 4>()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 7 |     fn forward(words: Tensor<2, 2, 2, 4, Class<10>>) -> Tensor<32, 4> {
