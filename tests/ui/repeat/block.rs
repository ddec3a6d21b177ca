use nn::prelude::*;

network! {
    struct Block<D: Dim> {
        fc: Linear<64, D>,
    }
    fn forward(x: Tensor<64>) -> Tensor<D> {
        x.fc()
    }
}

network! {
    struct Net {
        blocks: [Block<32>; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.blocks()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 14 |         blocks: [Block<64>; 3],
