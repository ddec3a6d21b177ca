use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![4, 15]>::zeros();
    let _ = x.into_shape::<shape![4, 16]>();
}
//~ fix: 5 |     let _ = x.into_shape::<shape![5, 12]>();
