use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
        let h: Tensor<16> = words;
        h.embed()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         let h = words;
