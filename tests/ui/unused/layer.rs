use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 64>,
        fc2: Linear<64, 64>,
        fc3: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc1().relu().fc3()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 10 |         x.fc1().relu().fc2().relu().fc3()
