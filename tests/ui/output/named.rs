use nn::prelude::*;

type Classes = dim![12];

network! {
    struct Net {
        fc1: Linear<64, Classes>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 3 | type Classes = dim![10];
