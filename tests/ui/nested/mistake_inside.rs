// A mistake in a network that is inside of an array of networks.

use nn::prelude::*;

network! {
    struct Part {
        fc: Linear<4, 1>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    struct Block {
        part: Part,
        fc: Linear<2, 4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.part().fc()
    }
}

network! {
    struct Net {
        blocks: [Block; 2],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.blocks()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 4]>::zeros());
    let _: &Tensor<shape![2, 4]> = &y;
}
//~ fix: 7 |         fc: Linear<4, 2>,
