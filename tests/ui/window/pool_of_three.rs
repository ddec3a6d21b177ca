use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 5, 2> {
        image.conv().max_pool::<2, stride = (1, 3, 2)>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
}
//~ fix: 8 |         image.conv().max_pool::<2, stride = (1, 3)>()
