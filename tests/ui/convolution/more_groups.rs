// Groups that do not divide the channels.

use nn::prelude::*;

network! {
    struct GroupsInferred {
        conv: Conv2d<_, 12, kernel = 3, groups = 3>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<12, 4, 4> {
        x.conv()
    }
}

type Eight = dim![8];

network! {
    struct GroupsNamed {
        conv: Conv2d<Eight, 12, kernel = 3, groups = 3>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<12, 4, 4> {
        x.conv()
    }
}

network! {
    struct GroupsOfAny<H: Dim> {
        up: ConvTranspose2d<H, 3, kernel = 2, groups = 2>,
    }
    fn forward(x: Tensor<H, 6, 6>) -> Tensor<3, 7, 7> {
        x.up()
    }
}

fn main() {
    GroupsInferred::new(1).forward(&Tensor::<shape![2, 8, 6, 6]>::zeros());
    GroupsNamed::new(1).forward(&Tensor::<shape![2, 8, 6, 6]>::zeros());
    GroupsOfAny::<dim![4]>::new(1).forward(&Tensor::<shape![2, 4, 6, 6]>::zeros());
}
//~ fix: 7 |         conv: Conv2d<_, 12, kernel = 3, groups = 4>,
//~ fix: 18 |         conv: Conv2d<Eight, 12, kernel = 3, groups = 4>,
//~ fix: 27 |         up: ConvTranspose2d<H, 3, kernel = 2, groups = 1>,
