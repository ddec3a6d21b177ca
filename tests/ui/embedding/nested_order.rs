use nn::prelude::*;

network! {
    struct Join {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<16, 4> {
        words.embed() + x
    }
}

network! {
    struct Net {
        join: Join,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<16, 4> {
        join(x, words)
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 17 |         join(words, x)
