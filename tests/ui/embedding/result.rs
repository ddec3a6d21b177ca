use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> (Tensor<16, 4>, Tensor<16, 4>) {
        let h = words.embed();
        (h.relu(), words)
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         (h.relu(), h)
