use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 64>,
        norm: BatchNorm2d<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc().norm()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 6 |         norm: BatchNorm1d<64>,
