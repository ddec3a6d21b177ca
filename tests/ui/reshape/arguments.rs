// Sizes and axes that `reshape` and `permute` do not take.

use nn::prelude::*;

network! {
    struct Permute {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4, 2> {
        x.fc().reshape::<2, 4>().permute::<1, 2>()
    }
}

network! {
    struct PermuteRank {
        fc: Linear<8, 8>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4, 2> {
        x.fc().reshape::<2, 4>().permute::<0, 2, 1>()
    }
}

network! {
    struct TooManyAxes {
        fc: Linear<64, 60>,
    }
    fn forward(x: Tensor<64>) -> Tensor<60> {
        x.fc().reshape::<1, 2, 3, 2, 5, 1>().flatten()
    }
}

fn main() {
    Permute::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    PermuteRank::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    let _: Box<Tensor<shape![2, 60]>> = TooManyAxes::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 10 |         x.fc().reshape::<2, 4>().permute::<1, 0>()
//~ fix: 19 |         x.fc().reshape::<2, 4>().permute::<1, 0>()
//~ fix: 28 |         x.fc().reshape::<1, 2, 3, 2, 5>().flatten()
