use nn::prelude::*;

type Side = dim![3];

network! {
    struct Net {
        conv: Conv2d<1, 8, kernel = 5>,
    }
    fn forward(image: Tensor<1, Side, Side>) -> Tensor<8, 1, 1> {
        image.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, Side, Side]>::zeros());
}
//~ fix: 7 |         conv: Conv2d<1, 8, kernel = 3>,
