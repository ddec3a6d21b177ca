// Invalid sizes and shapes.

use nn::prelude::*;

network! {
    struct Constant {
        fc: Linear<{ SIZE }, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

const SIZE: usize = 64;

network! {
    struct InferredInOutput {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<_> {
        x.fc()
    }
}

network! {
    struct Product {
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<4000000000, 4000000000>) -> Tensor<10> {
        x.flatten().fc()
    }
}

network! {
    struct SixAxes {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<1, 2, 2, 4, 4, 1>) -> Tensor<10> {
        x.flatten().fc()
    }
}

network! {
    struct Sum {
        fc: Linear<32 + 32, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

fn main() {
    let y = Constant::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    assert_eq!(y.as_slice().len(), 2 * 10 * SIZE / 64);
    let _: Box<Tensor<shape![2, 10]>> = InferredInOutput::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    println!("{}", Product::PARAMETERS);
    let _: Box<Tensor<shape![2, 10]>> = SixAxes::new(1).forward(&Tensor::<shape![2, 1, 2, 2, 4, 4]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Sum::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 7 |         fc: Linear<64, 10>,
//~ fix: 20 |     fn forward(x: Tensor<64>) -> Tensor<10> {
//~ fix: 29 |     fn forward(x: Tensor<4000, 4000>) -> Tensor<10> {
//~ fix: 38 |     fn forward(x: Tensor<1, 2, 2, 4, 4>) -> Tensor<10> {
//~ fix: 45 |         fc: Linear<64, 10>,
