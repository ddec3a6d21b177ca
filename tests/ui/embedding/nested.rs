// Indices and networks in networks.

use nn::prelude::*;

network! {
    struct Head {
        fc: Linear<16, 4>,
    }
    fn forward(x: Tensor<16>) -> Tensor<4> {
        x.fc()
    }
}

network! {
    struct NestedIndices {
        head: Head,
    }
    fn forward(x: Tensor<16, Class<1000>>) -> Tensor<4> {
        x.head()
    }
}

network! {
    struct Table {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
        words.embed()
    }
}

network! {
    struct NestedNumbers {
        table: Table,
    }
    fn forward(x: Tensor<16>) -> Tensor<16, 4> {
        x.table()
    }
}

network! {
    struct NestedNumbersOfALayer {
        fc: Linear<8, 16>,
        table: Table,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<8>) -> (Tensor<16, 4>, Tensor<16>) {
        let h = x.fc();
        (words.table() + h.table(), h)
    }
}

network! {
    struct Join {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<16, 4> {
        words.embed() + x
    }
}

network! {
    struct NestedOrder {
        join: Join,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<16, 4> {
        join(x, words)
    }
}

network! {
    struct NestedRepeated {
        tables: [Table; 3],
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
        words.tables()
    }
}

network! {
    struct NestedSeveral {
        join: Join,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<16, 4> {
        join(x, x) + words.join(x) + x
    }
}

fn main() {
    println!("{}", NestedIndices::summary());
    println!("{}", NestedNumbers::summary());
    println!("{}", NestedNumbersOfALayer::summary());
    println!("{}", NestedOrder::summary());
    println!("{}", NestedRepeated::summary());
    println!("{}", NestedSeveral::summary());
}
//~ fix: 18 |     fn forward(x: Tensor<16>) -> Tensor<4> {
//~ fix: 36 |     fn forward(x: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
//~ fix: 48 |         (words.table() + words.table(), h)
//~ fix: 66 |         join(words, x)
//~ fix: 72 |         tables: Table,
//~ fix: 84 |         words.join(x) + x
