use nn::prelude::*;

type Hidden = dim![128];

network! {
    struct Net {
        fc1: Linear<64, Hidden>,
        fc2: Linear<100, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         fc2: Linear<128, 10>,
