// Tables that are for other inputs.

use nn::prelude::*;

network! {
    struct Axes {
        embed: Embedding<10, 4>,
    }
    fn forward(words: Tensor<2, 2, 2, 2, 2, Class<10>>) -> Tensor<32, 4> {
        words.embed().reshape::<32, 4>()
    }
}

network! {
    struct Generic<V: Dim> {
        embed: Embedding<1000, 32>,
    }
    fn forward(words: Tensor<16, Class<V>>) -> Tensor<16, 32> {
        words.embed()
    }
}

network! {
    struct Literal {
        embed: Embedding<1000, 32>,
    }
    fn forward(words: Tensor<16, Class<500>>) -> Tensor<16, 32> {
        words.embed()
    }
}

network! {
    struct NumbersOfALayer {
        embed: Embedding<1000, 4>,
        fc: Linear<8, 16>,
        out: Linear<64, 16>,
    }
    fn forward(words: Tensor<16, Class<1000>>, x: Tensor<8>) -> Tensor<16> {
        words.embed().flatten().out() + x.fc().embed().flatten().out()
    }
}

network! {
    struct Repeated {
        embed: [Embedding<1000, 32>; 2],
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 32> {
        words.embed()
    }
}

network! {
    struct Shared {
        embed: Embedding<_, 32>,
    }
    fn forward(words: Tensor<16, Class<500>>, topic: Tensor<Class<20>>) -> Tensor<17, 32> {
        concat(words.embed(), topic.embed().reshape::<1, 32>())
    }
}

fn main() {
    println!("{}", Axes::summary());
    println!("{}", Generic::<dim![1000]>::summary());
    println!("{}", Literal::summary());
    println!("{}", NumbersOfALayer::summary());
    println!("{}", Repeated::summary());
    println!("{}", Shared::summary());
}
//~ fix: 9 |     fn forward(words: Tensor<2, 2, 2, 4, Class<10>>) -> Tensor<32, 4> {
//~ fix: 16 |         embed: Embedding<V, 32>,
//~ fix: 25 |         embed: Embedding<500, 32>,
//~ fix: 39 |         words.embed().flatten().out() + x.fc()
//~ fix: 45 |         embed: Embedding<1000, 32>,
//~ fix: 56 |     fn forward(words: Tensor<16, Class<500>>, topic: Tensor<Class<500>>) -> Tensor<17, 32> {
