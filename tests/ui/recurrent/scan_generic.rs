// A `Scan` whose step does not fit, in a network with a generic parameter: the compiler composes the message.

use nn::layers::Scan;
use nn::prelude::*;

network! {
    struct Cell<H: Dim> {
        fc: Linear<8, H>,
    }
    fn forward(x: Tensor<8>, h: Tensor<H>) -> (Tensor<H>, Tensor<H>) {
        let h = h + x.fc();
        (h, h)
    }
}

network! {
    struct Steps<H: Dim> {
        start: Parameter<H>,
        scan: Scan<Cell<H>>,
    }
    fn forward(x: Tensor<16, 9>) -> Tensor<16, H> {
        let (y, _) = scan(x, start);
        y
    }
}

fn main() {
    println!("{}", Steps::<dim![4]>::summary());
}

//~ fix: 21 |     fn forward(x: Tensor<16, 8>) -> Tensor<16, H> {
