use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<6, 9>,
        norm: GroupNorm<4, _>,
    }
    fn forward(x: Tensor<6>, y: Tensor<8>) -> Tensor<8> {
        (x.fc() + y).norm()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 5 |         fc: Linear<6, 8>,
