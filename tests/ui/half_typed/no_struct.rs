use nn::prelude::*;

network! {
    Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {}
//~ fix: 4 |     struct Net {
