// Types that are no sizes or shapes.

use nn::prelude::*;

fn main() {
    let _ = Tensor::<(N<0>,)>::full(0.0f32);
    let _ = Tensor::<(N<1000>,)>::full(0.0f32);
    let _ = Tensor::<(f32,)>::full(0.0f32);
    let _ = Tensor::<dim![3]>::full(0.0f32);
}
//~ fix: 6 |     let _ = Tensor::<(N<1>,)>::full(0.0f32);
//~ fix: 7 |     let _ = Tensor::<(Thousands<1, 0>,)>::full(0.0f32);
//~ fix: 8 |     let _ = Tensor::<(N<3>,)>::full(0.0f32);
//~ fix: 9 |     let _ = Tensor::<shape![3]>::full(0.0f32);
