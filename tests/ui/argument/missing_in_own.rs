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
        block: Block,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 14 |         block: Block<64>,
