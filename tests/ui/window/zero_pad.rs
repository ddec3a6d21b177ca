use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<8, 4, kernel = 3>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 7, 7> {
        image.conv().zero_pad::<1, 1, 1>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
}
//~ fix: 8 |         image.conv().zero_pad::<1, 1, 1, 1>()
