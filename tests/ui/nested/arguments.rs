// A public layer whose type has too many arguments.

use nn::prelude::*;

network! {
    pub struct Block<H: Dim> {
        fc: Linear<H, H>,
    }
    fn forward(x: Tensor<H>) -> Tensor<H> {
        x.fc()
    }
}

network! {
    pub struct Net {
        pub fc: Linear<64, 32>,
        pub block: Block<32, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc().block()
    }
}

fn main() {
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 17 |         pub block: Block<32>,
