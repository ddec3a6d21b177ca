// Arguments of calls that are wrong.

use nn::prelude::*;

network! {
    struct Factor {
        fc: Linear<8, 4>,
    }
    fn forward(image: Tensor<8>) -> Tensor<4> {
        image.fc().elu::<-1.0>()
    }
}

network! {
    struct OfACall {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc::<10>()
    }
}

network! {
    struct OfAnOperation {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().softmax::<1>()
    }
}

network! {
    struct Probability {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.dropout::<50>().fc()
    }
}

network! {
    struct SlopeType {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().leaky_relu::<"0.1">()
    }
}

fn main() {
    Factor::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = OfACall::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = OfAnOperation::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    Probability::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = SlopeType::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 10 |         image.fc().elu::<0.5>()
//~ fix: 19 |         x.fc()
//~ fix: 28 |         x.fc().softmax()
//~ fix: 37 |         x.dropout::<0.5>().fc()
//~ fix: 46 |         x.fc().leaky_relu::<0.1>()
