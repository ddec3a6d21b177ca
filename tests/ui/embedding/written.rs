// Indices that are declared as they cannot be.

use nn::prelude::*;

network! {
    struct Annotation {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
        let h: Tensor<16, Class<1000>> = words.embed();
        h.relu()
    }
}

network! {
    struct Misspelt {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Clas<1000>>) -> Tensor<16, 4> {
        words.embed()
    }
}

network! {
    struct NoNumber {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<16, Class>) -> Tensor<16, 4> {
        words.embed()
    }
}

network! {
    struct NotLast {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<Class<1000>, 16>) -> Tensor<16, 4> {
        words.embed()
    }
}

network! {
    struct OneSize {
        embed: Embedding<32>,
    }
    fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 32> {
        words.embed()
    }
}

network! {
    struct Output {
        fc: Linear<64, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<Class<10>> {
        image.fc()
    }
}

network! {
    struct TooManyAxes {
        embed: Embedding<10, 4>,
    }
    fn forward(words: Tensor<2, 2, 2, 2, 2, 2, Class<10>>) -> Tensor<64, 4> {
        words.embed().reshape::<64, 4>()
    }
}

network! {
    struct TwoClasses {
        embed: Embedding<1000, 4>,
    }
    fn forward(words: Tensor<Class<16>, Class<1000>>) -> Tensor<16, 4> {
        words.embed()
    }
}

network! {
    struct Zero {
        embed: Embedding<_, 4>,
    }
    fn forward(words: Tensor<16, Class<0>>) -> Tensor<16, 4> {
        words.embed()
    }
}

fn main() {
    println!("{}", Annotation::summary());
    println!("{}", Misspelt::summary());
    println!("{}", NoNumber::summary());
    println!("{}", NotLast::summary());
    println!("{}", OneSize::summary());
    println!("{}", Output::summary());
    println!("{}", TooManyAxes::summary());
    println!("{}", TwoClasses::summary());
    println!("{}", Zero::summary());
}
//~ fix: 10 |         let h: Tensor<16, 4> = words.embed();
//~ fix: 19 |     fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
//~ fix: 28 |     fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
//~ fix: 37 |     fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
//~ fix: 44 |         embed: Embedding<_, 32>,
//~ fix: 55 |     fn forward(image: Tensor<64>) -> Tensor<10> {
//~ fix: 64 |     fn forward(words: Tensor<2, 2, 2, 8, Class<10>>) -> Tensor<64, 4> {
//~ fix: 73 |     fn forward(words: Tensor<16, Class<1000>>) -> Tensor<16, 4> {
//~ fix: 82 |     fn forward(words: Tensor<16, Class<1>>) -> Tensor<16, 4> {
