use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<784>) -> Tensor<8, 26, 26> {
        image.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 784]>::zeros());
}
//~ fix: 8 |         image.reshape::<1, 28, 28>().conv()
