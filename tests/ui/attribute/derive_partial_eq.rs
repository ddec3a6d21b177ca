use nn::prelude::*;
use nn::layers::{Activation, activation};
use nn::{Float, Parameters};

#[derive(Parameters)]
struct Square;
activation!(Square);

impl Activation for Square {
    fn value<T: Float>(x: T) -> T {
        x * x
    }
    fn derivative<T: Float>(x: T, _: T) -> T {
        x + x
    }
}

network! {
    #[derive(PartialEq)]
    struct Net {
        fc: Linear<4, 4>,
        square: Square,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc().square()
    }
}

fn main() {
    let net = Net::new(1);
    assert!(net == Net::new(1));
}
//~ fix: 5 | #[derive(Parameters, PartialEq)]
