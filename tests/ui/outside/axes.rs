// Axes and sizes that a tensor does not have.

use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![2, 7]>::full(1.0f32);
    let _: Box<Tensor<shape![2, 14]>> = x.concat::<2, _>(&x);
    let _ = x.sum_axis::<2>();
    let _ = x.split::<1, dim![8]>();
    let _ = x.split::<1, dim![7]>();
    let image = Tensor::<shape![2, 7, 7]>::zeros();
    let _ = image.matmul(&Tensor::<shape![7, 5]>::zeros());
}
//~ fix: 7 |     let _: Box<Tensor<shape![2, 14]>> = x.concat::<1, _>(&x);
//~ fix: 8 |     let _ = x.sum_axis::<1>();
//~ fix: 9 |     let _ = x.split::<1, dim![3]>();
//~ fix: 10 |     let _ = x.split::<1, dim![6]>();
//~ fix: 11 |     let image = Tensor::<shape![2, 7]>::zeros();
