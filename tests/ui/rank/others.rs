// Shapes with more axes than a layer expects.

use nn::prelude::*;

network! {
    struct Generic<C: Dim> {
        fc1: Linear<C, 10>,
    }
    fn forward(image: Tensor<C, 28>) -> Tensor<10> {
        image.fc1()
    }
}

network! {
    struct Inferred {
        fc1: Linear<_, 10>,
    }
    fn forward(image: Tensor<28, 28>) -> Tensor<10> {
        image.fc1().relu()
    }
}

fn main() {
    println!("{}", Generic::<dim![3]>::summary());
    let _: Box<Tensor<shape![2, 10]>> = Inferred::new(1).forward(&Tensor::<shape![2, 28, 28]>::zeros());
}
//~ fix: 9 |     fn forward(image: Tensor<C>) -> Tensor<10> {
//~ fix: 19 |         image.flatten().fc1().relu()
