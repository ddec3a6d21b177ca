use nn::prelude::*;

network! {
    struct Net {
        up: ConvTranspose2d<4, 4, kernel = 2, stride = 2>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 14, 14> {
        image.up()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
}
//~ fix: 5 |         up: ConvTranspose2d<8, 4, kernel = 2, stride = 2>,
