use nn::prelude::*;

fn main() {
    let _ = Tensor::<(N<0>,)>::full(0.0f32);
}
