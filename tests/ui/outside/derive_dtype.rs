use nn::prelude::*;

use nn::Parameters;

#[derive(Parameters)]
#[repr(C)]
struct Scale {
    factor: Tensor<shape![3], f64>,
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
//~ fix: 8 |     factor: Tensor<shape![3], f32>,
