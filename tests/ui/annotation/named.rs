use nn::prelude::*;

type Hidden = dim![32];

network! {
    struct Net {
        fc1: Linear<64, Hidden>,
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
//~ fix: 11 |         let h: Tensor<32> = x.fc1().relu();
