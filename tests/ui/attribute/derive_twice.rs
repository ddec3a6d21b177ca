use nn::prelude::*;

network! {
    #[derive(Clone, PartialEq, Clone)]
    struct Net {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

fn main() {
    let net = Net::new(1);
    assert!(net.clone() == net);
}
//~ fix: 4 |     #[derive(Clone, PartialEq)]
