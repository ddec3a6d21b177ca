use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 4>,
        fc: Linear<64, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<4> {
        words.relu().embed().flatten().fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         words.embed().relu().flatten().fc()
