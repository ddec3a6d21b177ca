use nn::prelude::*;

type Length = dim![16];
type Words = dim![500];

network! {
    struct Net {
        embed: Embedding<1000, 32>,
    }
    fn forward(words: Tensor<Length, Class<Words>>) -> Tensor<16, 32> {
        words.embed()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         embed: Embedding<500, 32>,
