use nn::prelude::*;

fn main() {
    let _ = Tensor::<(f32,)>::full(0.0f32);
}
