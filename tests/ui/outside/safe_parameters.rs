use nn::prelude::*;
use nn::Parameters;
use nn::parameters::{Field, Layout, Plain};

#[repr(C)]
struct Scale {
    factor: Tensor<shape![3]>,
}

unsafe impl Plain for Scale {}

impl Parameters for Scale {
    const LAYOUT: Layout =
        Layout::Fields(&[Field { name: "factor", offset: 0, layout: &<Tensor<shape![3]>>::LAYOUT }]);
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
//~ fix: 12 | unsafe impl Parameters for Scale {
