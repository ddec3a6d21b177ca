use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: GroupNorm<3, 16>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
}
//~ fix: 6 |         norm: GroupNorm<4, 16>,
