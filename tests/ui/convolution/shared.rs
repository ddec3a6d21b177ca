use nn::prelude::*;

network! {
    struct Net {
        up: Conv2d<3, 8, kernel = 3, padding = 1>,
        conv: Conv2d<_, 8, kernel = 3, padding = 1>,
    }
    fn forward(image: Tensor<3, 14, 14>) -> Tensor<8, 14, 14> {
        image.conv() + image.up().conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 3, 14, 14]>::zeros());
}
//~ fix: 9 |         image.conv() + image.up()
