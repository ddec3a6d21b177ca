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
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block().relu().fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 15 |         fc: Linear<32, 10>,
