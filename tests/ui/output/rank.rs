use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 64>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<64> {
        image.flatten().fc1().reshape::<8, 8>()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 8 |         image.flatten().fc1()
