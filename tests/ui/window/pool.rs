use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 4, 4>) -> Tensor<8, 1, 1> {
        image.conv().max_pool::<3>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 4, 4]>::zeros());
}
//~ fix: 8 |         image.conv().max_pool::<2>()
