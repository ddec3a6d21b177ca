use nn::prelude::*;

network! {
    struct Net {
        embed: Embedding<1000, 4>,
        fc: Linear<8, 16>,
        out: Linear<64, 16>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<8>) -> Tensor<16> {
        words.embed().flatten().out() + x.fc().embed().flatten().out()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 10 |         words.embed().flatten().out() + x.fc()
