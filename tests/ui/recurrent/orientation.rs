// Windows whose steps are the last axis, as those of a convolution are.

use nn::prelude::*;

network! {
    struct Forecast {
        gru: Gru<1, 24>,
        out: Linear<24, 1>,
    }
    fn forward(window: Tensor<1, 16>) -> Tensor<1> {
        window.gru().select::<0, -1>().out()
    }
}

fn main() {
    println!("{}", Forecast::summary());
}

//~ fix: 11 |         window.transpose::<0, 1>().gru().select::<0, -1>().out()
