use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![2, 7]>::zeros();
    let _ = x.split::<1, dim![8]>();
}
//~ fix: 5 |     let _ = x.split::<1, dim![3]>();
