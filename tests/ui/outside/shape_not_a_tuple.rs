use nn::prelude::*;

fn main() {
    let _ = Tensor::<dim![3]>::full(0.0f32);
}
