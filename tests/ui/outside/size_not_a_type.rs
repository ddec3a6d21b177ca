use nn::prelude::*;

fn main() {
    let _ = Tensor::<(f32,)>::full(0.0f32);
}
//~ fix: 4 |     let _ = Tensor::<(N<3>,)>::full(0.0f32);
