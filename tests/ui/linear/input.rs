use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<784>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    println!("{}", Net::PARAMETERS);
}
//~ fix: 7 |     fn forward(x: Tensor<64>) -> Tensor<10> {
