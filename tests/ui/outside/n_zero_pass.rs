use nn::prelude::*;

fn main() {
    let _ = Tensor::<(N<1>,)>::full(0.0f32);
}
