use nn::prelude::*;

fn main() {
    let _ = Tensor::<shape![3]>::full(0.0f32);
}
