use nn::prelude::*;

fn main() {
    let _ = Tensor::<shape![1]>::full(0.0);
}
