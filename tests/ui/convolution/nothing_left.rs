use nn::prelude::*;

network! {
    struct Net {
        up: ConvTranspose2d<8, 4, kernel = 2, padding = 2>,
    }
    fn forward(image: Tensor<8, 2, 2>) -> Tensor<4, 1, 1> {
        image.up()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 2, 2]>::zeros());
}
//~ fix: 5 |         up: ConvTranspose2d<8, 4, kernel = 2, padding = 1>,
