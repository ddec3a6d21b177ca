use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<4, 8>,
    }
    fn forward(x: Tensor<4>) -> Tensor<8> {
        x.fc()
    }
}

network! {
    struct Net {
        block: Block,
        norm: GroupNorm<2, _>,
    }
    fn forward(x: Tensor<4>) -> Tensor<8> {
        x.block().norm()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 4]>::zeros());
}
//~ fix: 15 |         norm: GroupNorm<2, 8>,
