use nn::prelude::*;

use nn::Parameters;

#[derive(Parameters)]
#[repr(C)]
struct Scale {
    #[role(wieght)]
    factor: Tensor<shape![3]>,
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
//~ fix: 8 |     #[role(weight)]
