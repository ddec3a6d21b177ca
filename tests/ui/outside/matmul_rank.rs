use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![32, 28, 28]>::zeros();
    let w = Tensor::<shape![28, 10]>::zeros();
    let _ = x.matmul(&w);
}
//~ fix: 4 |     let x = Tensor::<shape![32, 28]>::zeros();
