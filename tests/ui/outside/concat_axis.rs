use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![2, 3]>::zeros();
    let _: Box<Tensor<shape![2, 6]>> = x.concat::<2, _>(&x);
}
//~ fix: 5 |     let _: Box<Tensor<shape![2, 6]>> = x.concat::<1, _>(&x);
