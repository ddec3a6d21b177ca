use nn::prelude::*;

type Eight = dim![8];

network! {
    struct Net {
        conv: Conv2d<Eight, 12, kernel = 3, groups = 3>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<12, 4, 4> {
        x.conv()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 6, 6]>::zeros());
}
//~ fix: 7 |         conv: Conv2d<Eight, 12, kernel = 3, groups = 4>,
