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
    Net::new(1).forward(&Tensor::<shape![2, 4, 6]>::zeros());
}
