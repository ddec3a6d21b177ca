use nn::prelude::*;

fn main() {
    let _ = Tensor::<dim![3]>::full(0.0f32);
}
//~ fix: 4 |     let _ = Tensor::<shape![3]>::full(0.0f32);
