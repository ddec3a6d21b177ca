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
        fc: Linear<64, 100>,
        block: Block,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc().relu().block()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 14 |         fc: Linear<64, 64>,
