// Fields that are no part of a layer.

use nn::prelude::*;
use nn::Parameters;
use nn::layers::Linear;

#[derive(Parameters)]
#[repr(C)]
struct Precise {
    factor: Tensor<shape![3], f64>,
}

#[derive(Parameters)]
#[repr(C)]
struct Many {
    factor: Vec<Tensor<(N<3>,)>>,
}

#[derive(Parameters)]
#[repr(C)]
struct Twice<L: 'static> {
    layer: L,
}

fn main() {
    let _ = |layer: Precise| layer.factor;
    let _ = |layer: Many| layer.factor;
    let _ = |twice: Twice<Linear<dim![3], dim![3]>>| twice.layer.bias;
}
//~ fix: 10 |     factor: Tensor<shape![3], f32>,
//~ fix: 16 |     factor: [Tensor<(N<3>,)>; 2],
//~ fix: 21 | struct Twice<L: Parameters> {
