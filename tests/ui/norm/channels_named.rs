use nn::prelude::*;

type Maps = dim![16];

network! {
    struct Net {
        conv: Conv2d<3, Maps, kernel = 3, padding = 1>,
        norm: BatchNorm2d<8>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm().relu()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
}
//~ fix: 8 |         norm: BatchNorm2d<16>,
