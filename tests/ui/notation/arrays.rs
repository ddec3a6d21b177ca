// Arrays of layers that are not one layer and a length.

use nn::prelude::*;

network! {
    struct Swapped {
        rows: [3; Linear<4, 4>],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.rows()
    }
}

network! {
    struct Comma {
        rows: [Linear<4, 4>, 3],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.rows()
    }
}

network! {
    struct WrittenOut {
        rows: [Linear<4, 4>, Linear<4, 4>],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.rows()
    }
}

network! {
    struct Others {
        rows: [Linear<4, 8>, Linear<8, 4>],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.rows()
    }
}

network! {
    struct NoLength {
        rows: [Linear<4, 4>],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.rows()
    }
}

network! {
    struct NamedLength {
        rows: [Linear<4, 4>; N],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.rows()
    }
}

network! {
    struct Inside {
        rows: [Linear(4, 4); 2],
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.rows()
    }
}

fn main() {
    println!("{}", Swapped::summary());
    println!("{}", Comma::summary());
    println!("{}", WrittenOut::summary());
    println!("{}", Others::summary());
    println!("{}", NoLength::summary());
    println!("{}", NamedLength::summary());
    println!("{}", Inside::summary());
}
//~ fix: 7 |         rows: [Linear<4, 4>; 3],
//~ fix: 16 |         rows: [Linear<4, 4>; 3],
//~ fix: 25 |         rows: [Linear<4, 4>; 2],
//~ fix: 34 |         rows: [Linear<4, 4>; 2],
//~ fix: 43 |         rows: Linear<4, 4>,
//~ fix: 52 |         rows: [Linear<4, 4>; 4],
//~ fix: 61 |         rows: [Linear<4, 4>; 2],
