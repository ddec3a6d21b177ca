use nn::prelude::*;

network! {
    struct Block<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x + x.fc().tanh()
    }
}

network! {
    struct Net {
        fc: Linear<64, 32>,
        block: Block<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc().block()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 32]> = &y;
}
//~ fix: 15 |         block: Block<32>,
