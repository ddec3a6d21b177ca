// Structs that are half typed.

use nn::prelude::*;

network! {
    #[dtype(f16)]
    struct Dtype {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct MethodOfAField {
        fc1: Linear<64, 10.>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct NoAngleAtTheEnd {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().fc2()
    }
}

network! {
    struct NoComma {
        fc1: Linear<64, 32>
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().fc2()
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = Dtype::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    println!("{}", MethodOfAField::new(1).fc1.weight[[0, 0]]);
    let _: Box<Tensor<shape![2, 10]>> = NoAngleAtTheEnd::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NoComma::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 6 |     #[dtype(f32)]
//~ fix: 17 |         fc1: Linear<64, 10>,
//~ fix: 27 |         fc2: Linear<_, 10>
//~ fix: 36 |         fc1: Linear<64, 32>,
