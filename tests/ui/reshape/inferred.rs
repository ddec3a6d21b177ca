use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 60>,
    }
    fn forward(x: Tensor<64>) -> Tensor<4, 15> {
        x.fc().reshape::<4, _>()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         x.fc().reshape::<4, 15>()
