use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<4, 4, Class<1000>>) -> Tensor<4, 4, 4> {
        words.flatten().embed()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         words.embed()
