// Sizes in braces, as Rust writes constants, and arithmetic on names.

use nn::prelude::*;

type Wide = dim![8];

network! {
    struct Input {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<{ 8 }>) -> Tensor<8> {
        x.fc()
    }
}

network! {
    struct Constant {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<{ EIGHT }>) -> Tensor<8> {
        x.fc()
    }
}

network! {
    struct Element {
        fc: Linear<8, 8, f32>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.fc()
    }
}

network! {
    struct Number {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.fc() * N
    }
}

pub type Shape = shape![{ 3 }, 4];

pub type Twice = dim![Wide * 2];

fn main() {
    println!("{} {} {} {}", Input::summary(), Constant::summary(), Element::summary(), Number::summary());
}

//~ fix: 11 |     fn forward(x: Tensor<8>) -> Tensor<8> {
//~ fix: 20 |     fn forward(x: Tensor<Wide>) -> Tensor<8> {
//~ fix: 27 |         fc: Linear<8, 8>,
//~ fix: 39 |         x.fc() * 8
//~ fix: 43 | pub type Shape = shape![3, 4];
//~ fix: 45 | pub type Twice = nn::dim::Product<Wide, dim![2]>;
