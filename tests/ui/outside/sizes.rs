// Arguments of `dim!` and `shape!` that are not sizes.

use nn::prelude::*;

type Missing = dim![];
type Negative = dim![-1];

fn main() {
    println!("{} {}", <Missing as Natural>::SIZE, <Negative as Natural>::SIZE);
    let _ = Tensor::<shape![2; 3]>::full(0.0);
    let _ = Tensor::<shape![1, 2, 3, 1, 2, 3, 1]>::full(0.0);
}
//~ fix: 5 | type Missing = dim![15];
//~ fix: 6 | type Negative = dim![1];
//~ fix: 10 |     let _ = Tensor::<shape![2, 3]>::full(0.0);
//~ fix: 11 |     let _ = Tensor::<shape![1, 2, 3, 1, 2, 3]>::full(0.0);
