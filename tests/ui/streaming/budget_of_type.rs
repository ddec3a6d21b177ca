// A stream of a type with concrete sizes, which exceeds its budget.

use nn::prelude::*;

network! {
    struct Steps<H: Dim> {
        gru: Gru<8, H>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, H> {
        x.gru()
    }
}

nn::budget!(Steps<dim![8]>, stream <= 100);

fn main() {
    println!("{}", Steps::<dim![8]>::summary());
}

//~ fix: 14 | nn::budget!(Steps<dim![8]>, stream <= 232);
