// A value of which only the compiler knows the shape, in a generic network.

use nn::prelude::*;

network! {
    struct Block<H: Dim> {
        fc1: Linear<H, 32>,
        fc2: Linear<_, H>,
    }
    fn forward(x: Tensor<H>) -> Tensor<H> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct Net<H: Dim> {
        block: Block<H>,
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<H>) -> Tensor<10> {
        let h: Tensor<2, H> = x.block();
        h.flatten().fc()
    }
}

fn main() {
    let network = Net::<dim![8]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 8]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 21 |         let h: Tensor<H> = x.block();
