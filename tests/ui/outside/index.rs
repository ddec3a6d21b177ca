use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![2, 7]>::full(1.0f32);
    let _ = x[[1]];
}
//~ fix: 5 |     let _ = x[[1, 1]];
