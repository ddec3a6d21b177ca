// Windows over images whose sizes are generic: they may only keep them.

use nn::prelude::*;

network! {
    struct Cut<H: Dim, W: Dim> {
        at: Parameter<1, H, W>,
        conv: Conv2d<1, 2, kernel = 3>,
    }
    fn forward(x: Tensor<1, H, W>) -> Tensor<2, H, W> {
        (x + at).conv()
    }
}

network! {
    struct Halved<H: Dim> {
        at: Parameter<4, H>,
    }
    fn forward(x: Tensor<4, H>) -> Tensor<4, H> {
        (x + at).max_pool::<2>()
    }
}

fn main() {
    println!("{} {}", Cut::<dim![8], dim![6]>::summary(), Halved::<dim![8]>::summary());
}
//~ fix: 8 |         conv: Conv2d<1, 2, kernel = 3, padding = 1>,
//~ fix: 20 |         (x + at).max_pool::<3, stride = 1, padding = 1>()
