//! Trains a network on XOR, the smallest example. `xor_expanded.rs` is the same program after the expansion of `network!`.

use nn::prelude::*;

network! {
    /// Two inputs, one output.
    pub struct Xor {
        hidden: Linear<2, 8>,
        out: Linear<_, 1>,
    }
    fn forward(pair: Tensor<2>) -> Tensor<1> {
        let h = pair.hidden().tanh();
        h.out().sigmoid()
    }
}

fn main() {
    let pairs = Tensor::from([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    let targets = Tensor::from([[0.0], [1.0], [1.0], [0.0]]);
    let mut session = Session::<Xor, Adam, dim![4]>::new(Adam::new(0.05), 1);
    for _ in 0..500 {
        session.step(&pairs, &Mse, &targets);
    }
    println!("{:.2}", session.network.forward(&pairs));
}
