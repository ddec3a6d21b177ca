use nn::prelude::*;

network! {
    struct Net {
        block: Blok,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block().relu()
    }
}

network! {
    struct Block {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 5 |         block: Block,
