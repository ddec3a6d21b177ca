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
        out: Linear<32, 10>,
    }
    fn forward(x: Tensor<64>, y: Tensor<32>) -> Tensor<10> {
        let h: Tensor<8, 4> = x.block();
        (h + y).out()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros(), &Tensor::<shape![2, 32]>::zeros());
    assert_eq!(y.dims(), [2, 10]);
}
//~ fix: 18 |         let h: Tensor<32> = x.block();
