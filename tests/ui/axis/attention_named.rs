// Sizes with names that do not fit an attention.

use nn::prelude::*;

type Width = dim![8];
type Other = dim![6];
type Three = dim![3];

network! {
    struct Heads {}
    fn forward(q: Tensor<5, Width>, k: Tensor<7, Width>) -> Tensor<5, Width> {
        attention::<heads = Three>(q, k, k)
    }
}

network! {
    struct Features {}
    fn forward(q: Tensor<5, Width>, k: Tensor<7, Other>) -> Tensor<5, Other> {
        attention::<heads = 2>(q, k, k)
    }
}

fn main() {
    println!("{}", Heads::summary());
    println!("{}", Features::summary());
}
//~ fix: 12 |         attention::<heads = 2>(q, k, k)
//~ fix: 18 |     fn forward(q: Tensor<5, Width>, k: Tensor<7, Width>) -> Tensor<5, Width> {
