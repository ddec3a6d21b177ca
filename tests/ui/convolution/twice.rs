use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<8, 12, kernel = 3, kernel = 1>,
    }
    fn forward(image: Tensor<8, 14, 14>) -> Tensor<12, 12, 12> {
        image.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 14, 14]>::zeros());
}
//~ fix: 5 |         conv: Conv2d<8, 12, kernel = 3, stride = 1>,
