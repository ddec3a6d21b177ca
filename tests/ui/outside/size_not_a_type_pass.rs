use nn::prelude::*;

fn main() {
    let _ = Tensor::<(N<3>,)>::full(0.0f32);
}
