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
        tables: [Table; 3],
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
        words.tables()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 14 |         tables: Table,
