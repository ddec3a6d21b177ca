use nn::prelude::*;

use nn::Parameters;

#[derive(Parameters)]
#[repr(C, packed)]
struct Scale {
    factor: Tensor<shape![3]>,
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
//~ fix: 6 | #[repr(C)]
