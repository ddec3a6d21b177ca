use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4, 6>) -> Tensor<2> {
        x.max_pool::<2, 3>().flatten().fc()
    }
}

fn main() {
    Net::new(1);
}
//~ fix: 7 |     fn forward(x: Tensor<1, 4, 6>) -> Tensor<2> {
