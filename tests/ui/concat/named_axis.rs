use nn::prelude::*;

type Width = dim![9];

network! {
    struct Net {
        fc: Linear<40, 10>,
    }
    fn forward(left: Tensor<3, 8>, right: Tensor<2, Width>) -> Tensor<10> {
        concat(left, right).flatten().fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 3 | type Width = dim![8];
