use nn::prelude::*;

network! {
    struct Net {
        fc: [Linear<32, 32>; 3],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 64]> = &y;
}
//~ fix: 5 |         fc: [Linear<64, 64>; 3],
