use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![32, 784]>::zeros();
    let w = Tensor::<shape![100, 10]>::zeros();
    let _ = x.matmul(&w);
}
//~ fix: 5 |     let w = Tensor::<shape![784, 10]>::zeros();
