// Values that `rotary` cannot turn, and its arguments.

use nn::prelude::*;

type Ten = dim![10];
type Four = dim![4];

network! {
    struct Pairs {}
    fn forward(x: Tensor<5, 12>) -> Tensor<5, 12> {
        x.rotary::<heads = 4>()
    }
}

network! {
    struct Odd {}
    fn forward(x: Tensor<5, 7>) -> Tensor<5, 7> {
        x.rotary()
    }
}

network! {
    struct Rank {}
    fn forward(x: Tensor<2, 5, 8>) -> Tensor<2, 5, 8> {
        x.rotary::<heads = 4>()
    }
}

network! {
    struct Named {}
    fn forward(x: Tensor<5, Ten>) -> Tensor<5, Ten> {
        x.rotary::<heads = Four>() + x
    }
}

network! {
    struct Positional {}
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        x.rotary::<4>()
    }
}

network! {
    struct Parentheses {}
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        x.rotary(heads = 4)
    }
}

network! {
    struct OtherName {}
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        x.rotary::<heads = 4, base = 500.0>()
    }
}

network! {
    struct Theta {}
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        x.rotary::<heads = 4, theta = 0>()
    }
}

network! {
    struct Rope {}
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        x.rope()
    }
}

fn main() {
    println!("{}", Pairs::summary());
    println!("{}", Odd::summary());
    println!("{}", Rank::summary());
    println!("{}", Named::summary());
    println!("{}", Positional::summary());
    println!("{}", Parentheses::summary());
    println!("{}", OtherName::summary());
    println!("{}", Theta::summary());
    println!("{}", Rope::summary());
}
//~ fix: 11 |         x.rotary::<heads = 3>()
//~ fix: 17 |     fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
//~ fix: 24 |     fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
//~ fix: 31 |     fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
//~ fix: 39 |         x.rotary::<heads = 4>()
//~ fix: 46 |         x.rotary::<heads = 4>()
//~ fix: 53 |         x.rotary::<heads = 4, theta = 500.0>()
//~ fix: 60 |         x.rotary::<heads = 4, theta = 500000.0>()
//~ fix: 67 |         x.rotary()
