// The way around a block that changes the number of channels.

use nn::prelude::*;

network! {
    struct Around { project: Conv2d<3, 16, kernel = 1>, conv: Conv2d<3, 16, kernel = 3, padding = 1> }
    fn forward(x: Tensor<3, 8, 8>) -> (Tensor<3, 8, 8>, Tensor<16, 8, 8>) {
        (x.tanh(), x.project() * (x + x.conv().relu()))
    }
}

network! {
    struct Behind { conv: Conv2d<3, 8, kernel = 1>, project: Conv2d<3, 8, kernel = 1> }
    fn forward(x: Tensor<3, 8, 8>) -> Tensor<8, 8, 8> {
        x.project() + (x.conv().relu() * x)
    }
}

fn main() {
    println!("{} {}", Around::summary(), Behind::summary());
}
//~ fix: 8 |         (x.tanh(), x.project() * (x.project() + x.conv().relu()))
//~ fix: 15 |         x.project() + (x.conv().relu() * x.project())
