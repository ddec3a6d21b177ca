// Layers and views that are never used.

use nn::prelude::*;

network! {
    struct InferredLayer {
        fc1: Linear<64, 64>,
        fc2: Linear<_, 10>,
        fc3: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc3()
    }
}

network! {
    struct View {
        fc: Linear<64, 10>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<10> {
        let flat = image.flatten();
        image.reshape::<64>().fc()
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = InferredLayer::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = View::new(1).forward(&Tensor::<shape![2, 8, 8]>::zeros());
}
//~ fix: 12 |         x.fc1().relu().fc3() + x.fc2()
//~ fix: 21 |         let _flat = image.flatten();
