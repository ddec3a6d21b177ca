use nn::prelude::*;

fn main() {
    let x = Tensor::<shape![2, 7]>::full(1.0f32);
    let _ = x.plus_row(&Tensor::<shape![2]>::zeros());
}
//~ fix: 5 |     let _ = x.plus_row(&Tensor::<shape![7]>::zeros());
