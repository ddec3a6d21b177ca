// Sizes of one letter that only the compiler can compare.

use nn::prelude::*;

type Wide = dim![5];
type Rows = dim![4];

network! {
    struct Scores {
        fc: Linear<8, Wide>,
    }
    fn forward(x: Tensor<3, 8>, y: Tensor<2, Rows, 3>) -> Tensor<2, 3> {
        let keys = y.transpose::<1, 2>();
        einsum("ij,hkj->hi", x.fc(), keys)
    }
}

fn main() {
    println!("{}", Scores::summary());
}
//~ fix: 6 | type Rows = dim![5];
