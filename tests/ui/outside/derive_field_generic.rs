use nn::prelude::*;

use nn::{Linear, Parameters};

#[derive(Parameters)]
#[repr(C)]
struct Twice<L: 'static> {
    layer: L,
}

fn main() {
    let _ = |twice: Twice<Linear<dim![3], dim![3]>>| twice.layer.bias;
}
//~ fix: 7 | struct Twice<L: Parameters> {
