use nn::prelude::*;
use nn::{Field, Layout, Parameters, Plain, Signal, Zeroable};

#[repr(C)]
struct Scale {
    factor: Tensor<shape![3]>,
}

unsafe impl Zeroable for Scale {}

unsafe impl Plain for Scale {}

impl Parameters for Scale {
    type Takes<Given: Signal> = Given;
    type At<Out: Signal> = Self;
    const LAYOUT: Layout =
        Layout::Fields(&[Field { name: "factor", offset: 0, layout: &<Tensor<shape![3]>>::LAYOUT }]);
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
//~ fix: 13 | unsafe impl Parameters for Scale {
