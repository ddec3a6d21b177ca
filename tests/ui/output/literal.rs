use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         x.fc1().relu().fc2()
