use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        (x + x.fc1().relu()).fc2()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 5 |         fc1: Linear<64, 64>,
