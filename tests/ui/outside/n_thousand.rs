use nn::prelude::*;

fn main() {
    let _ = Tensor::<(N<1000>,)>::full(0.0f32);
}
//~ fix: 4 |     let _ = Tensor::<(Thousands<N<1>, N<0>>,)>::full(0.0f32);
