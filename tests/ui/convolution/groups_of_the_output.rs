use nn::prelude::*;

type Six = dim![6];

network! {
    struct Net {
        conv: Conv2d<8, Six, kernel = 3, groups = 4>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<Six, 4, 4> {
        x.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 6, 6]>::zeros());
}
//~ fix: 7 |         conv: Conv2d<8, Six, kernel = 3, groups = 2>,
