use nn::prelude::*;

network! {
    struct Heads {
        p: Linear<64, 2>,
        q: Linear<64, 3>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<2>, Tensor<3>) {
        (x.p(), x.q())
    }
}

network! {
    struct Net {
        heads: Heads,
    }
    fn forward(x: Tensor<64>) -> (Tensor<2>, Tensor<3>, Tensor<4>) {
        x.heads()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 17 |     fn forward(x: Tensor<64>) -> (Tensor<2>, Tensor<3>) {
