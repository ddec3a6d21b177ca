use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![2, 3]>::zeros();
    let y = Tensor::<shape![4, 3]>::zeros();
    let _: Box<Tensor<shape![2, 7]>> = x.concat::<1, _>(&y);
}
//~ fix: 5 |     let y = Tensor::<shape![2, 4]>::zeros();
