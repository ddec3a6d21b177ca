use nn::prelude::*;

network! {
    struct Net {} fn forward(x: Tensor<64>) -> Tensor<64> { x.relu() }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 4 |     struct Net { fc: Linear<64, 64> } fn forward(x: Tensor<64>) -> Tensor<64> { x.fc().relu() }
