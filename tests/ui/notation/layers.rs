// Layers under the names of other frameworks, and misspelt.

use nn::prelude::*;

network! {
    struct Misspelt {
        layer: Liner<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.layer()
    }
}

network! {
    struct LowerCase {
        layer: linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.layer()
    }
}

network! {
    struct Dense_ {
        layer: Dense<2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.layer()
    }
}

network! {
    struct Upper {
        layer: Conv2D<1, 8, kernel = 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.layer()
    }
}

network! {
    struct NoAxes {
        layer: Conv<1, 8, kernel = 3>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.layer()
    }
}

network! {
    struct Norm {
        layer: BatchNorm<4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.layer()
    }
}

network! {
    struct Acronym {
        layer: RMSNorm<4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.layer()
    }
}

network! {
    struct Slopes {
        layer: PReLU,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.layer()
    }
}

network! {
    struct Table {
        layer: Embeding<9, 2>,
    }
    fn forward(x: Tensor<4, Class<9>>) -> Tensor<4, 2> {
        x.layer()
    }
}

network! {
    struct Missing {
        layer: FullyConnected<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.layer()
    }
}

network! {
    struct Container {
        layer: Sequential<Linear<4, 8>, Linear<8, 2>>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.layer()
    }
}

network! {
    struct Activation {
        layer: ReLU,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.layer()
    }
}

network! {
    struct Pool {
        layer: MaxPool2d<2>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        x.layer()
    }
}

network! {
    struct Probability {
        layer: Dropout<0.5>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.layer()
    }
}

fn main() {
    println!("{}", Misspelt::summary());
    println!("{}", LowerCase::summary());
    println!("{}", Dense_::summary());
    println!("{}", Upper::summary());
    println!("{}", NoAxes::summary());
    println!("{}", Norm::summary());
    println!("{}", Acronym::summary());
    println!("{}", Slopes::summary());
    println!("{}", Table::summary());
    println!("{}", Missing::summary());
    println!("{}", Container::summary());
    println!("{}", Activation::summary());
    println!("{}", Pool::summary());
    println!("{}", Probability::summary());
}
//~ fix: 7 |         layer: Linear<4, 2>,
//~ fix: 16 |         layer: Linear<4, 2>,
//~ fix: 25 |         layer: Linear<_, 2>,
//~ fix: 34 |         layer: Conv2d<1, 8, kernel = 3>,
//~ fix: 43 |         layer: Conv2d<1, 8, kernel = 3>,
//~ fix: 52 |         layer: BatchNorm1d<4>,
//~ fix: 61 |         layer: RmsNorm<4>,
//~ fix: 70 |         layer: PRelu,
//~ fix: 79 |         layer: Embedding<9, 2>,
//~ fix: 88 |         layer: Linear<4, 2>,
//~ fix: 97 |         layer: Linear<4, 2>,
//~ fix: 106 |         layer: PRelu,
//~ fix: 115 |         layer: Conv2d<1, 8, kernel = 3>,
//~ fix: 124 |         layer: PRelu,
