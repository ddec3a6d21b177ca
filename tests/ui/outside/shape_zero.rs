use nn::prelude::*;

fn main() {
    let _ = Tensor::<shape![0]>::full(0.0);
}
//~ fix: 4 |     let _ = Tensor::<shape![1]>::full(0.0);
