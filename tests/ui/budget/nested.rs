use nn::prelude::*;

network! {
    struct Block {
        fc1: Linear<8, 32>,
        fc2: Linear<_, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x + x.fc1().relu().fc2()
    }
}

network! {
    #[budget(flash <= 2_000)]
    struct Net {
        block: Block,
        out: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.block().out()
    }
}

fn main() {
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros()));
}
//~ fix: 14 |     #[budget(flash <= 3_000)]
