use nn::prelude::*;

use nn::Parameters;

trait Release {
    fn drop(&mut self);
}

#[derive(Parameters)]
#[repr(C)]
struct Scale {
    factor: Tensor<shape![3]>,
}

impl Drop for Scale {
    fn drop(&mut self) {}
}

fn main() {
    let _ = |scale: &Scale| scale.factor.sum();
}
//~ fix: 15 | impl Release for Scale {
