use nn::prelude::*;

fn main() {
    let _ = Tensor::<(N<1000>,)>::full(0.0f32);
}
