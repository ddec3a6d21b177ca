// Powers and logarithms of other bases.

use nn::prelude::*;

network! {
    struct Power {}
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.exp2()
    }
}

network! {
    struct Two {}
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.log2()
    }
}

network! {
    struct Ten {}
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.log10()
    }
}

fn main() {
    println!("{} {} {}", Power::summary(), Two::summary(), Ten::summary());
}

//~ fix: 8 |         (x * 0.6931472).exp()
//~ fix: 15 |         (x.ln() * 1.442695)
//~ fix: 22 |         (x.ln() * 0.4342945)
