// Types of layers in the syntax of values and of other languages.

use nn::prelude::*;

network! {
    struct Parentheses {
        fc: Linear(4, 2),
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Brackets {
        fc: Linear[4, 2],
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Braces {
        fc: Linear {4, 2},
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Turbofish {
        fc: Linear::<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Constructor {
        fc: Linear::new(4, 2),
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Called {
        fc: Linear<4, 2>::new(),
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct OfModule {
        fc: nn.Linear(4, 2, bias=False),
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct OfCrate {
        fc: nn::Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct TwoAngles {
        fc: Linear<4, 2>>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct TwoCommas {
        fc: Linear<4, 2,,>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct NoComma {
        fc: Linear<4 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Semicolon {
        fc: Linear<4; 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct OneList {
        fc: Linear<[4, 2]>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Quoted {
        fc: Linear<"4", 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

fn main() {
    println!("{}", Parentheses::summary());
    println!("{}", Brackets::summary());
    println!("{}", Braces::summary());
    println!("{}", Turbofish::summary());
    println!("{}", Constructor::summary());
    println!("{}", Called::summary());
    println!("{}", OfModule::summary());
    println!("{}", OfCrate::summary());
    println!("{}", TwoAngles::summary());
    println!("{}", TwoCommas::summary());
    println!("{}", NoComma::summary());
    println!("{}", Semicolon::summary());
    println!("{}", OneList::summary());
    println!("{}", Quoted::summary());
}
//~ fix: 7 |         fc: Linear<4, 2>,
//~ fix: 16 |         fc: Linear<4, 2>,
//~ fix: 25 |         fc: Linear<4, 2>,
//~ fix: 34 |         fc: Linear<4, 2>,
//~ fix: 43 |         fc: Linear<4, 2>,
//~ fix: 52 |         fc: Linear<4, 2>,
//~ fix: 61 |         fc: Linear<4, 2, bias = false>,
//~ fix: 70 |         fc: Linear<4, 2>,
//~ fix: 79 |         fc: Linear<4, 2>,
//~ fix: 88 |         fc: Linear<4, 2>,
//~ fix: 97 |         fc: Linear<4, 2>,
//~ fix: 106 |         fc: Linear<4, 2>,
//~ fix: 115 |         fc: Linear<4, 2>,
//~ fix: 124 |         fc: Linear<4, 2>,
