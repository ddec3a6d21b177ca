use nn::prelude::*;

fn main() {
    let _ = Tensor::<shape![1, 2, 3, 1, 2, 3, 1]>::full(0.0);
}
//~ fix: 4 |     let _ = Tensor::<shape![1, 2, 3, 1, 2, 3]>::full(0.0);
