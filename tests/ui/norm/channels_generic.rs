use nn::prelude::*;

network! {
    struct Net<C: Dim> {
        conv: Conv2d<3, C, kernel = 3, padding = 1>,
        norm: BatchNorm2d<16>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<C, 8, 8> {
        image.conv().norm().relu()
    }
}

fn main() {
    Net::<dim![16]>::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
}
//~ fix: 6 |         norm: BatchNorm2d<C>,
