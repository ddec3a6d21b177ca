use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<1, 16, kernel = 3>,
    }
    fn forward(image: Tensor<3, 14, 14>) -> Tensor<16, 12, 12> {
        image.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 3, 14, 14]>::zeros());
}
//~ fix: 5 |         conv: Conv2d<3, 16, kernel = 3>,
