use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 64>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<64> {
        let h = image.flatten().fc1();
        h + image
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 8, 8]>::zeros());
    let _: &Tensor<shape![2, 64]> = &y;
}
//~ fix: 9 |         h + image.flatten()
