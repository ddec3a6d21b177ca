use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<8, 16, kernel = 5>,
    }
    fn forward(image: Tensor<3, 4, 4>) -> Tensor<16, 2, 2> {
        image.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 3, 4, 4]>::zeros());
}
//~ fix: 5 |         conv: Conv2d<3, 16, kernel = 5, padding = 1>,
