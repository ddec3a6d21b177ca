use nn::prelude::*;

network! {
    struct Net {
        conv: Conv2d<dim![1], 3, kernel = 1>,
        norm: LayerNorm<4, _, 3>,
        fc: Linear<_, 2>,
    }
    fn forward(x: Tensor<1, 1, 3>) -> Tensor<2> {
        let h: Tensor<dim![1], 1, 3> = x.relu();
        h.conv().norm().flatten().fc()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 1, 3]>::zeros());
}
//~ fix: 6 |         norm: LayerNorm<3, _, 3>,
