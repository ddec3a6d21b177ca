use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1() + fc1.relu()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         x.fc1() + x.fc1().relu()
