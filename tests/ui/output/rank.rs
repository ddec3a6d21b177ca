use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 64>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<64> {
        image.flatten().fc1().reshape::<8, 8>()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 8, 8]>::zeros());
    let _: &Tensor<shape![2, 64]> = &y;
}
//~ fix: 8 |         image.flatten().fc1()
