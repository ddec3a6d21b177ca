use nn::prelude::*;

network! {
    struct Net {
        key: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<16, 4> {
        let h = words.key();
        x + h + words
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         x + h
