use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<16, 4>,
    }
    fn forward(x: Tensor<16, Class<1000>>) -> Tensor<4> {
        x.fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 7 |     fn forward(x: Tensor<16>) -> Tensor<4> {
