use nn::prelude::*;

type Hidden = dim![32];

network! {
    struct Net {
        fc1: Linear<64, Hidden>,
        fc2: Linear<Hidden, 64>,
        fc3: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h = x.fc1().relu();
        (h + h.fc2()).fc3()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         fc2: Linear<Hidden, 32>,
