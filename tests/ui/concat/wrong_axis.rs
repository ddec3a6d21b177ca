use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<_, 10>,
    }
    fn forward(left: Tensor<3, 8>, right: Tensor<3, 9>) -> Tensor<10> {
        concat(left, right).flatten().fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         concat::<1>(left, right).flatten().fc()
