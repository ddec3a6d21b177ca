use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc()
    }
}

network! {
    struct Net {
        block: Block,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<32> {
        image.block()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 17 |         image.flatten().block()
