use nn::prelude::*;

network! {
    struct Stem {
        conv: Conv2d<1, 8, kernel = 3, padding = 1>,
    }
    fn forward(x: Tensor<1, 14, 14>) -> Tensor<8, 14, 14> {
        x.conv()
    }
}

network! {
    struct Net {
        stem: Stem,
        conv: Conv2d<4, 4, kernel = 3>,
    }
    fn forward(x: Tensor<1, 14, 14>) -> Tensor<4, 5, 5> {
        x.stem().max_pool::<2, stride = 2>().relu().conv()
    }
}

fn main() {}
//~ fix: 15 |         conv: Conv2d<8, 4, kernel = 3>,
