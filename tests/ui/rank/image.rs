use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<784, 10>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
        image.fc1()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 1, 28, 28]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 8 |         image.flatten().fc1()
