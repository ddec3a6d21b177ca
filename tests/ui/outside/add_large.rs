use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![12544]>::zeros();
    let y = Tensor::<shape![12545]>::zeros();
    let _ = x.zip_map(&y, |a, b: f32| -> f32 { a + b });
    let _: &Tensor<shape![12544]> = &x;
}
//~ fix: 5 |     let y = Tensor::<shape![12544]>::zeros();
