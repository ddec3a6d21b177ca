use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<_, 32>,
    }
    fn forward(words: Tensor<16, Class<500>>, topic: Tensor<Class<20>>) -> Tensor<17, 32> {
        concat(words.embed(), topic.embed().reshape::<1, 32>())
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 7 |     fn forward(words: Tensor<16, Class<500>>, topic: Tensor<Class<500>>) -> Tensor<17, 32> {
