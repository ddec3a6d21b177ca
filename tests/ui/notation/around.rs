// Layers of Keras around another layer.

use nn::prelude::*;

network! {
    struct Both {
        gru: Bidirectional<Gru<4, 8, layers = 2>>,
    }
    fn forward(x: Tensor<6, 4>) -> Tensor<6, 16> {
        x.gru()
    }
}

network! {
    struct Each {
        fc: TimeDistributed<Linear<4, 2>>,
    }
    fn forward(x: Tensor<6, 4>) -> Tensor<6, 2> {
        x.fc()
    }
}

network! {
    struct Other {
        conv: TimeDistributed<Conv2d<1, 2, kernel = 3>>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<2, 6, 6> {
        x.conv()
    }
}

fn main() {
    println!("{} {} {}", Both::summary(), Each::summary(), Other::summary());
}

//~ fix: 7 |         gru: Gru<4, 8, layers = 2, bidirectional = true>,
//~ fix: 16 |         fc: Linear<4, 2>,
//~ fix: 25 |         conv: Conv2d<1, 2, kernel = 3>,
