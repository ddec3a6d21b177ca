// A trait of the program that bounds a size, and does not require `Dim`.

use nn::prelude::*;

trait Width {}

type Small = dim![3];

impl Width for Small {}

network! {
    struct Net<H: Width> {
        fc1: Linear<4, H>,
        fc2: Linear<H, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    println!("{}", Net::<Small>::new(1).forward(&Tensor::<shape![2, 4]>::zeros()));
}
//~ fix: 12 |     struct Net<H: Width + Dim> {
