use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<8, 4, kernel = 3>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 10, 10> {
        image.conv().upsample()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
}
//~ fix: 8 |         image.conv().upsample::<2>()
