use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 64>,
    }
    fn forward(image: Tensor<64>) -> Tensor<16> {
        image.fc().max_pool::<2>().flatten()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 8 |         image.fc().reshape::<1, 8, 8>().max_pool::<2>().flatten()
