use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 64>,
        fc2: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let hidden = x.fc1().relu();
        x.fc2()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         let x = x.fc1().relu();
