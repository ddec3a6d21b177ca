use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

type Model = Tensor<shape![64, 10]>;

fn main() {
    let _ = <Model as Network>::new(1);
    let _ = Net::new(1);
}
//~ fix: 12 | type Model = Net;
