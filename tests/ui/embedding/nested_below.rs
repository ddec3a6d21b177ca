use nn::prelude::*;

network! {
    struct Table {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
        words.embed()
    }
}

network! {
    struct Net {
        table: Table,
    }
    fn forward(words: Tensor<12, Class<500>>) -> Tensor<16, 4> {
        words.table()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 16 |     fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
