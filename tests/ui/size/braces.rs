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

network! {
    struct Grouped {
        fc: Linear<1000, 8>,
    }
    fn forward(x: Tensor<{ 1_000 }>) -> Tensor<8> {
        x.fc()
    }
}

network! {
    struct Computed {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<{ 2 * 4 }>) -> Tensor<8> {
        x.fc()
    }
}

pub type Shape = shape![{ 3 }, 4];

pub type Twice = dim![Wide * 2];

fn main() {
    println!("{} {} {} {}", Input::summary(), Constant::summary(), Element::summary(), Number::summary());
    println!("{} {}", Grouped::summary(), Computed::summary());
}

//~ fix: 11 |     fn forward(x: Tensor<8>) -> Tensor<8> {
//~ fix: 20 |     fn forward(x: Tensor<Wide>) -> Tensor<8> {
//~ fix: 27 |         fc: Linear<8, 8>,
//~ fix: 39 |         x.fc() * 8
//~ fix: 47 |     fn forward(x: Tensor<1000>) -> Tensor<8> {
//~ fix: 56 |     fn forward(x: Tensor<8>) -> Tensor<8> {
//~ fix: 61 | pub type Shape = shape![3, 4];
//~ fix: 63 | pub type Twice = nn::dim::Product<Wide, dim![2]>;
