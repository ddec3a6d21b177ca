use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 4, 4> {
        image.conv().avg_pool::<2, padding = 2>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
}
//~ fix: 8 |         image.conv().avg_pool::<2, padding = 1>()
