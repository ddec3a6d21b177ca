// Arguments of layers that are wrong.

use nn::prelude::*;

network! {
    struct Block<D: Dim> {
        fc: Linear<D, 10>,
    }
    fn forward(x: Tensor<D>) -> Tensor<10> {
        x.fc()
    }
}

network! {
    struct InferredInOwn {
        block: Block<_>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block()
    }
}

network! {
    struct NamedInOwn {
        block: Block<size = 64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.block()
    }
}

network! {
    struct InitValue {
        fc: Linear<64, 10, init = 0>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

network! {
    struct WrongValue {
        fc: Linear<64, 10, bias = 0>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

network! {
    struct Unknown {
        fc: Linear<64, 10, activation = Relu>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

network! {
    struct OutputInferred {
        fc: Linear<64, _>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = InferredInOwn::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NamedInOwn::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = InitValue::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = WrongValue::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Unknown::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = OutputInferred::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 16 |         block: Block<64>,
//~ fix: 25 |         block: Block<64>,
//~ fix: 34 |         fc: Linear<64, 10, init = nn::init::Zeros>,
//~ fix: 43 |         fc: Linear<64, 10, bias = false>,
//~ fix: 52 |         fc: Linear<64, 10>,
//~ fix: 61 |         fc: Linear<64, 10>,
