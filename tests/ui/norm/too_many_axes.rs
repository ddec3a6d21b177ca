use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 64>,
        norm: LayerNorm<8, 8>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc().norm()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 6 |         norm: LayerNorm<64>,
