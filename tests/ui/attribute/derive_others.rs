use nn::prelude::*;

network! {
    #[derive(Clone, Copy)]
    struct First {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

network! {
    #[derive(PartialEq, std::cmp::Eq)]
    struct Second {
        norm: LayerNorm<4>,
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.norm().fc()
    }
}

network! {
    #[derive(Default)]
    struct Third {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

fn main() {
    let x = Tensor::<shape![1, 4]>::zeros();
    println!("{}", First::new(1).clone().forward(&x));
    assert!(Second::new(1) == Second::new(1));
    println!("{}", Third::new(1).forward(&x));
}
//~ fix: 4 |     #[derive(Clone)]
//~ fix: 14 |     #[derive(PartialEq)]
//~ fix: 25 |
