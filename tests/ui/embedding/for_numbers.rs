// Indices where numbers are expected.

use nn::prelude::*;

network! {
    struct AnnotatedInput {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
        let h: Tensor<16> = words;
        h.embed()
    }
}

network! {
    struct Concat {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<32, 4> {
        let h = words.embed();
        concat(x, h, words)
    }
}

network! {
    struct Operation {
        embed: Embedding<1000, 4>,
        fc: Linear<64, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<4> {
        words.relu().embed().flatten().fc()
    }
}

network! {
    struct Result {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> (Tensor<16, 4>, Tensor<16, 4>) {
        let h = words.embed();
        (h.relu(), words)
    }
}

network! {
    struct Sum {
        key: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<16, 4>) -> Tensor<16, 4> {
        let h = words.key();
        x + h + words
    }
}

network! {
    struct NameIsTaken {
        embed: Linear<16, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<4> {
        words.embed()
    }
}

fn main() {
    println!("{}", AnnotatedInput::summary());
    println!("{}", Concat::summary());
    println!("{}", Operation::summary());
    println!("{}", Result::summary());
    println!("{}", Sum::summary());
    println!("{}", NameIsTaken::summary());
}
//~ fix: 10 |         let h = words;
//~ fix: 21 |         concat(x, h)
//~ fix: 31 |         words.embed().relu().flatten().fc()
//~ fix: 41 |         (h.relu(), h)
//~ fix: 51 |         x + h
//~ fix: 59 |     fn forward(words: Tensor<16>) -> Tensor<4> {
