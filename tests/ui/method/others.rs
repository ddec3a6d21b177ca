// Unknown names, and operations on values of other ranks.

use nn::prelude::*;

network! {
    struct NoImageToDrop {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.dropout2d().fc()
    }
}

network! {
    struct NothingNear {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().quadratic()
    }
}

network! {
    struct SelfLayer {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        self.fc1.forward(x)
    }
}

network! {
    struct ValueNothingNear {
        fc1: Linear<64, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    NoImageToDrop::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NothingNear::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = SelfLayer::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = ValueNothingNear::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 10 |         x.dropout().fc()
//~ fix: 19 |         x.fc1().softmax()
//~ fix: 28 |         x.fc1()
//~ fix: 37 |         image.fc1()
