// The output is that of the last layer, which may be what is wrong.

use nn::prelude::*;

network! {
    struct Classes {
        fc: Linear<64, 32>,
        out: Linear<_, 12>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().relu().out().softmax()
    }
}

network! {
    struct Residual {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x + x.fc()
    }
}

fn main() {
    println!("{} {}", Classes::summary(), Residual::summary());
}
//~ fix: 8 |         out: Linear<32, 10>,
//~ fix: 19 |     fn forward(x: Tensor<4>) -> Tensor<4> {
