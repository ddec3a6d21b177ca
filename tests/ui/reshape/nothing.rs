use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 60>,
    }
    fn forward(x: Tensor<64>) -> Tensor<60> {
        x.fc().reshape()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 60]> = &y;
}
//~ fix: 8 |         x.fc().reshape::<60>()
