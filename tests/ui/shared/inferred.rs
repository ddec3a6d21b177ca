use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<_, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc().relu().fc() + x
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 5 |         fc: Linear<_, 64>,
