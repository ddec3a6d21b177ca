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
        fc: [Linear<64, 64>; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.block().fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    assert_eq!(y.dims(), [2, 32]);
}
//~ fix: 15 |         fc: [Linear<32, 32>; 3],
