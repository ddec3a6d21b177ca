use nn::prelude::*;

network! {
    struct Block<D: Dim> {
        fc: Linear<D, 10>,
    }
    fn forward(x: Tensor<D>) -> Tensor<10> {
        x.fc()
    }
}

network! {
    struct Net {
        block: Block<_>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 14 |         block: Block<64>,
