use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

fn main() {
    let net = Net::new(1);
    let mut copy = Clone::clone(&*net);
    copy.fc.bias[[0]] = 1.0;
}
//~ fix: 4 |     #[derive(Clone)] struct Net {
