// Operations on two tensors that do not fit.

use nn::prelude::*;

fn product<H: Dim>(x: &Tensor<shape![2, 7]>) -> Box<Tensor<shape![2, 5]>> {
    let w = Tensor::<shape![H, 5]>::zeros();
    x.matmul(&w)
}

fn main() {
    let (x, large) = (Tensor::<shape![2, 7]>::zeros(), Tensor::<shape![12544]>::zeros());
    let y = Tensor::<shape![2, 6]>::zeros();
    let _ = &*x + &*y;
    let larger = Tensor::<shape![12545]>::zeros();
    let _ = large.zip_map(&larger, |a, b: f32| -> f32 { a + b });
    let below = Tensor::<shape![4, 7]>::zeros();
    let _: Box<Tensor<shape![2, 11]>> = x.concat::<1, _>(&below);
    let w = Tensor::<shape![8, 5]>::zeros();
    let _ = x.matmul(&w);
    product::<dim![3]>(&x);
    let _ = x.plus_row(&Tensor::<shape![2]>::zeros());
    let _ = x[[1]];
}
//~ fix: 6 |     let w = Tensor::<shape![7, 5]>::zeros();
//~ fix: 12 |     let y = Tensor::<shape![2, 7]>::zeros();
//~ fix: 14 |     let larger = Tensor::<shape![12544]>::zeros();
//~ fix: 16 |     let below = Tensor::<shape![2, 4]>::zeros();
//~ fix: 18 |     let w = Tensor::<shape![7, 5]>::zeros();
//~ fix: 21 |     let _ = x.plus_row(&Tensor::<shape![7]>::zeros());
//~ fix: 22 |     let _ = x[[1, 1]];
