use nn::prelude::*;

type Eight = dim![8];

network! {
    struct Net {
        norm: GroupNorm<3, Eight>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<8, 6, 6> {
        x.norm()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 6, 6]>::zeros());
}
//~ fix: 7 |         norm: GroupNorm<4, Eight>,
