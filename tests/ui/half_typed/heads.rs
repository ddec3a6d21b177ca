// Heads of `forward` that are half typed.

use nn::prelude::*;

network! {
    struct BatchInInput {
        fc1: Linear<64, 10>,
    }
    fn forward(x: &Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct NoBody {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10>
}

network! {
    struct NoInput {
        fc1: Linear<64, 10>,
    }
    fn forward() -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct NoOutput {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) {
        x.fc1()
    }
}

network! {
    struct NoOutputType {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> {
        x.fc1()
    }
}

network! {
    struct OtherFunction {
        fc1: Linear<64, 10>,
    }
    fn foward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct OutputAngle {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10 {
        x.fc1()
    }
}

network! {
    struct TakesSelf {
        fc1: Linear<64, 10>,
    }
    fn forward(&self, x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct TensorAngle {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = BatchInInput::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NoBody::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NoInput::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NoOutput::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NoOutputType::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = OtherFunction::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = OutputAngle::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = TakesSelf::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = TensorAngle::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 9 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 18 |     fn forward(x: Tensor<64>) -> Tensor<10> { x.fc1() }
//~ fix: 25 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 34 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 43 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 52 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 61 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 70 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 79 |     fn forward(x: Tensor<64>) -> Tensor<10> {
