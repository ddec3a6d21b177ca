use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<_, 10>,
    }
    fn forward(image: Tensor<28, 28>) -> Tensor<10> {
        image.fc1().relu()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 28, 28]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 8 |         image.flatten().fc1().relu()
