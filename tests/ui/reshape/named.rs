use nn::prelude::*;

type Hidden = dim![60];

network! {
    struct Net {
        fc: Linear<64, Hidden>,
    }
    fn forward(x: Tensor<64>) -> Tensor<4, 15> {
        x.fc().reshape::<4, 16>()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 4, 15]> = &y;
}
//~ fix: 10 |         x.fc().reshape::<4, 15>()
