use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<8, 8, kernel = 3>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<8, 14, 14> {
        image.conv() + image
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
}
//~ fix: 5 |         conv: Conv2d<8, 8, kernel = 3, padding = 1>,
