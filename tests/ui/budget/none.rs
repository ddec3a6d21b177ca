// A budget without limits.

use nn::prelude::*;

network! {
    #[budget()]
    struct Net {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.fc()
    }
}

fn main() {
    println!("{}", Net::summary());
}

//~ fix: 6 |     #[budget(flash <= 1_000)]
