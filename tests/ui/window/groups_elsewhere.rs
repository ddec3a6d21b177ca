use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<_, 8, kernel = 3, groups = 2>,
    }
    fn forward(image: Tensor<4, 8, 8>, x: Tensor<6>) -> (Tensor<6>, Tensor<8, 6, 6>, Tensor<4, 8, 8>) {
        (x, x.conv(), image)
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         (x, image.conv(), image)
