use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h: Tensor<64> = x.fc1().relu();
        h.fc2()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         let h: Tensor<32> = x.fc1().relu();
