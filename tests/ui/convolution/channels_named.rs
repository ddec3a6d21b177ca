use nn::prelude::*;

type Maps = dim![8];

network! {
    struct Net {
        conv1: Conv2d<1, Maps, kernel = 3, padding = 1>,
        conv2: Conv2d<4, 16, kernel = 3, padding = 1>,
    }
    fn forward(image: Tensor<1, 14, 14>) -> Tensor<16, 14, 14> {
        image.conv1().relu().conv2()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 14, 14]>::zeros());
}
//~ fix: 8 |         conv2: Conv2d<8, 16, kernel = 3, padding = 1>,
