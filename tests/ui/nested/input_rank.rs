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
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
    let _: &Tensor<shape![2, 32]> = &y;
}
//~ fix: 17 |         image.flatten().block()
