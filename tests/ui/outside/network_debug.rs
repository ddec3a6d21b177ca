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
    println!("{:?}", *net);
}
//~ fix: 4 |     #[derive(Debug)] struct Net {
