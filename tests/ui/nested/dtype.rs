use nn::prelude::*;

network! {
    #[dtype(f64)]
    struct Block {
        fc: Linear<64, 32>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc()
    }
}

network! {
    #[dtype(f32)]
    struct Net {
        block: Block,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.block()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 14 |     #[dtype(f64)]
