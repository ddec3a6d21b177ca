use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 3, 3> {
        image.conv().avg_pool::<2, stirde = 2>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
}
//~ fix: 8 |         image.conv().avg_pool::<2, stride = 2>()
