use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<1024, 64>,
        fc2: Linear<64, 10>,
    }
    fn forward(image: Tensor<1, 32, 32>) -> Tensor<10> {
        image.flatten().fc2().fc1()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 1, 32, 32]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 9 |         image.flatten().fc1().fc2()
