use nn::prelude::*;

fn main() {
    let _ = Tensor::<shape![0]>::full(0.0);
}
