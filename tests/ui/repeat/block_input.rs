use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<64, 64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

network! {
    struct Net {
        fc: Linear<64, 32>,
        blocks: [Block; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc().blocks()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 14 |         fc: Linear<64, 64>,
