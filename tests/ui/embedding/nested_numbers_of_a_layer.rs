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
        fc: Linear<8, 16>,
        table: Table,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<8>) -> (Tensor<16, 4>, Tensor<16>) {
        let h = x.fc();
        (words.table() + h.table(), h)
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 19 |         (words.table() + words.table(), h)
