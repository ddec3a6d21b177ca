use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4, 2> {
        x.fc().reshape::<2, 4>().permute::<0, 2, 1>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 8 |         x.fc().reshape::<2, 4>().permute::<1, 0>()
