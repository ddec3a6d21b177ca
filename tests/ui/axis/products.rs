// Products, parts and values that do not fit.

use nn::prelude::*;

network! {
    struct Inner {
        fc: Linear<12, 4>,
    }
    fn forward(x: Tensor<3, 4>, y: Tensor<5, 2>) -> Tensor<4> {
        matmul(x, y).flatten().fc()
    }
}

network! {
    struct Vectors {
        fc: Linear<1, 4>,
    }
    fn forward(x: Tensor<3>, y: Tensor<4>) -> Tensor<4> {
        dot(x, y).unsqueeze::<0>().fc()
    }
}

network! {
    struct Matrix {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<3, 3>, y: Tensor<3>) -> Tensor<4> {
        outer(x, y).flatten().fc()
    }
}

network! {
    struct Stacked {
        fc: Linear<_, 4>,
    }
    fn forward(x: Tensor<3>, y: Tensor<4>) -> Tensor<4> {
        stack(x, y).flatten().fc()
    }
}

network! {
    struct Unequal {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let (a, b, _c) = chunk::<3>(x); (a + b).fc()
    }
}

network! {
    struct Sizes {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let (a, b, _c) = split::<4, 4, 4>(x); (a + b).fc()
    }
}

fn main() {
    println!("{}", Inner::summary());
    println!("{}", Vectors::summary());
    println!("{}", Matrix::summary());
    println!("{}", Stacked::summary());
    println!("{}", Unequal::summary());
    println!("{}", Sizes::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<3, 4>, y: Tensor<4, 4>) -> Tensor<4> {
//~ fix: 18 |     fn forward(x: Tensor<3>, y: Tensor<3>) -> Tensor<4> {
//~ fix: 28 |         matmul(x, y).fc()
//~ fix: 36 |     fn forward(x: Tensor<3>, y: Tensor<3>) -> Tensor<4> {
//~ fix: 46 |         let (a, b) = chunk::<2>(x); (a + b).fc()
//~ fix: 55 |         let (a, b) = split::<4, axis = 0>(x); (a + b).fc()
