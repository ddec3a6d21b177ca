use nn::prelude::*;

network! {
    struct Block {
        fc: Linear<8, 12>,
    }
    fn forward(x: Tensor<2, 4>) -> Tensor<3, 4> {
        x.flatten().fc().reshape::<3, 4>()
    }
}

network! {
    struct Net {
        block: Block,
        fc: Linear<20, 10>,
    }
    fn forward(x: Tensor<2, 4>, y: Tensor<2, 5>) -> Tensor<10> {
        concat(x.block(), y).flatten().fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 2, 4]>::zeros(), &Tensor::<_>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 17 |     fn forward(x: Tensor<2, 4>, y: Tensor<2, 4>) -> Tensor<10> {
