// Bodies of `forward` that are half typed.

use nn::prelude::*;

network! {
    struct BehindTwoStrides {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 5, 2> {
        image.conv().max_pool::<2, stride = (1, 3)>().
    }
}

network! {
    struct Let {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h
        h
    }
}

network! {
    struct LetWithoutValue {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h;
        h.relu()
    }
}

network! {
    struct Mut {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let mut h = x.fc1();
        h.relu()
    }
}

network! {
    struct NoResult {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h = x.fc1();

    }
}

network! {
    struct Parentheses {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1
    }
}

network! {
    struct Statement {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        h = x.fc1();
        h
    }
}

fn main() {
    BehindTwoStrides::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Let::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = LetWithoutValue::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Mut::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = NoResult::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Parentheses::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Statement::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 10 |         image.conv().max_pool::<2, stride = (1, 3)>()
//~ fix: 19 |         let h = x.fc1();
//~ fix: 29 |         let h = x.fc1();
//~ fix: 39 |         let h = x.fc1();
//~ fix: 50 |         h
//~ fix: 59 |         x.fc1()
//~ fix: 68 |         let h = x.fc1();
