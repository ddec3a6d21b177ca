use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<1, 8, kernel = 3, dilation = 3>,
    }
    fn forward(image: Tensor<1, 5, 5>) -> Tensor<8, 1, 1> {
        image.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 5, 5]>::zeros());
}
//~ fix: 5 |         conv: Conv2d<1, 8, kernel = 3, dilation = 2>,
