use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<10> {
        let x: Tensor<8, 8> = image.flatten();
        x.fc1()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 8, 8]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 8 |         let x: Tensor<64> = image.flatten();
