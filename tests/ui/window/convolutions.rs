// Convolutions whose windows have no place.

use nn::prelude::*;

type Side = dim![9];

network! {
    struct BehindAClaim {
        conv: Conv2d<3, 3, kernel = 1>,
        wide: Conv2d<3, 3, kernel = Side, padding = 4>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<3, 10, 10> {
        let image: Tensor<3, 8, Side> = image.wide().relu();
        image.conv().zero_pad::<1>()
    }
}

network! {
    struct GroupsElsewhere {
        conv: Conv2d<_, 8, kernel = 3, groups = 2>,
    }
    fn forward(image: Tensor<4, 8, 8>, x: Tensor<6>) -> (Tensor<6>, Tensor<8, 6, 6>, Tensor<4, 8, 8>) {
        (x, x.conv(), image)
    }
}

network! {
    struct OtherChannels {
        conv: Conv2d<8, 16, kernel = 5>,
    }
    fn forward(image: Tensor<3, 4, 4>) -> Tensor<16, 2, 2> {
        image.conv()
    }
}

fn main() {
    println!("{}", BehindAClaim::summary());
    println!("{}", GroupsElsewhere::summary());
    OtherChannels::new(1).forward(&Tensor::<shape![2, 3, 4, 4]>::zeros());
}
//~ fix: 13 |         let image: Tensor<3, 8, 8> = image.wide().relu();
//~ fix: 23 |         (x, image.conv(), image)
//~ fix: 29 |         conv: Conv2d<3, 16, kernel = 5, padding = 1>,
