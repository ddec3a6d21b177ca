use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<16, 10>,
    }
    fn forward(x: Tensor<4, 4>) -> Tensor<10> {
        x.flatten().fc()
    }
}

network! {
    struct Net {
        fc: Linear<64, 16>,
        block: Block,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().block()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 18 |         x.fc().reshape::<4, 4>().block()
