use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
        fc1: Linear<10, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 6 |         // fc1: Linear<10, 10>,
