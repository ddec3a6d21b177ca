use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 64>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<64> {
        let h = image.flatten().fc1();
        h + image
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 9 |         h + image.flatten()
