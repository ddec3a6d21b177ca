use nn::prelude::*;

type Side = dim![9];

network! {
    struct Net {
        conv: Conv2d<3, 3, kernel = 1>,
        wide: Conv2d<3, 3, kernel = Side, padding = 4>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<3, 10, 10> {
        let image: Tensor<3, 8, Side> = image.wide().relu();
        image.conv().zero_pad::<1>()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 11 |         let image: Tensor<3, 8, 8> = image.wide().relu();
