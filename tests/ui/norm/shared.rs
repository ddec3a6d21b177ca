use nn::prelude::*;

network! {
    struct Net {
        a: Linear<8, 6>,
        b: Linear<6, 8>,
        norm: LayerNorm<_>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.norm().a().norm().b()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 10 |         x.norm().a().b().norm()
