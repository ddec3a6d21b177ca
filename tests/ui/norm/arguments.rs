// Arguments of normalisations that are wrong or missing.

use nn::prelude::*;

network! {
    struct Eps {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: BatchNorm2d<16, epsilon = 1e-3>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

network! {
    struct EpsValue {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: BatchNorm2d<16, eps = 0.0>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

network! {
    struct GroupsElsewhere {
        fc: Linear<6, 9>,
        norm: GroupNorm<4, _>,
    }
    fn forward(x: Tensor<6>, y: Tensor<8>) -> Tensor<8> {
        (x.fc() + y).norm()
    }
}

network! {
    struct GroupsInferred {
        norm: GroupNorm<3, _>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<8, 6, 6> {
        x.norm()
    }
}

type Eight = dim![8];

network! {
    struct GroupsNamed {
        norm: GroupNorm<3, Eight>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<8, 6, 6> {
        x.norm()
    }
}

network! {
    struct NoGroups {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: GroupNorm<16>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

network! {
    struct Block {
        fc: Linear<4, 8>,
    }
    fn forward(x: Tensor<4>) -> Tensor<8> {
        x.fc()
    }
}

network! {
    struct NotInferred {
        block: Block,
        norm: GroupNorm<2, _>,
    }
    fn forward(x: Tensor<4>) -> Tensor<8> {
        x.block().norm()
    }
}

fn main() {
    Eps::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    EpsValue::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    println!("{}", GroupsElsewhere::summary());
    GroupsInferred::new(1).forward(&Tensor::<shape![2, 8, 6, 6]>::zeros());
    GroupsNamed::new(1).forward(&Tensor::<shape![2, 8, 6, 6]>::zeros());
    NoGroups::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    NotInferred::new(1).forward(&Tensor::<shape![2, 4]>::zeros());
}
//~ fix: 8 |         norm: BatchNorm2d<16, eps = 1e-3>,
//~ fix: 18 |         norm: BatchNorm2d<16, eps = 1e-3>,
//~ fix: 27 |         fc: Linear<6, 8>,
//~ fix: 37 |         norm: GroupNorm<4, _>,
//~ fix: 48 |         norm: GroupNorm<4, Eight>,
//~ fix: 58 |         norm: GroupNorm<4, 16>,
//~ fix: 77 |         norm: GroupNorm<2, 8>,
