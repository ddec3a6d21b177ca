use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<32, 4> {
        let h = words.embed();
        concat(x, h, words)
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         concat(x, h)
