use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<_, 10>,
    }
    fn forward(left: Tensor<3>, right: Tensor<2>) -> Tensor<10> {
        concat::<_>(left, right).fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         concat::<0>(left, right).fc()
