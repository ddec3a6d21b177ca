use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![32, 784]>::zeros();
    let y = Tensor::<shape![32, 100]>::zeros();
    let _ = &*x + &*y;
}
//~ fix: 5 |     let y = Tensor::<shape![32, 784]>::zeros();
