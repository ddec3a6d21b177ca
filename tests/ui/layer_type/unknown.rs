use nn::prelude::*;

network! {
    struct Net {
        fc1: Liner<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 5 |         fc1: Linear<64, 10>,
