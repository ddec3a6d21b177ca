use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<4, 8>,
        norm: LayerNorm<6, eps = 1e-3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<8> {
        x.fc().norm()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 4]>::zeros());
}
//~ fix: 6 |         norm: LayerNorm<8, eps = 1e-3>,
