use nn::prelude::*;

use nn::Parameters;

#[derive(Parameters)]
#[repr(C)]
#[repr(align(64))]
struct Scale {
    factor: Tensor<shape![3]>,
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
//~ fix: 7 | #[allow(dead_code)]
