use nn::prelude::*;

use nn::Parameters;

#[derive(Parameters)]
#[repr(C)]
#[allow(dead_code)]
struct Scale {
    factor: Tensor<shape![3]>,
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
