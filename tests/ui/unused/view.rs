use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 10>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<10> {
        let flat = image.flatten();
        image.reshape::<64>().fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 8, 8]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 8 |         let _flat = image.flatten();
