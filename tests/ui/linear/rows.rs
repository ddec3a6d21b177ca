// Values of several axes, of which a layer maps the last one.

use nn::prelude::*;

network! {
    struct Literal {
        fc1: Linear<64, 100>,
        fc2: Linear<128, 10>,
    }
    fn forward(words: Tensor<16, 64>) -> Tensor<16, 10> {
        words.fc1().relu().fc2()
    }
}

type Hidden = dim![100];

network! {
    struct Named {
        fc1: Linear<64, Hidden>,
        fc2: Linear<128, 10>,
    }
    fn forward(words: Tensor<16, 64>) -> Tensor<16, 10> {
        words.fc1().relu().fc2()
    }
}

network! {
    struct Generic<L: Dim, D: Dim> {
        fc1: Linear<D, 64>,
        fc2: Linear<64, D>,
        fc3: Linear<128, D>,
        size: LayerNorm<L, D>,
    }
    fn forward(words: Tensor<L, D>) -> Tensor<L, D> {
        words.size().fc1().fc2().fc1().fc3()
    }
}

network! {
    struct Output {
        fc1: Linear<_, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(image: Tensor<28, 28>) -> Tensor<10> {
        image.fc1().relu().fc2()
    }
}

fn main() {
    println!("{} {}", Literal::summary(), Named::summary());
    println!("{} {}", Generic::<dim![2], dim![3]>::summary(), Output::summary());
}
//~ fix: 8 |         fc2: Linear<100, 10>,
//~ fix: 20 |         fc2: Linear<100, 10>,
//~ fix: 31 |         fc3: Linear<64, D>,
//~ fix: 44 |     fn forward(image: Tensor<784>) -> Tensor<10> {
