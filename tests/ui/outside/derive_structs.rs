// Types that are no layers, or whose fields have no fixed order.

use nn::Parameters;
use nn::prelude::*;

#[derive(Parameters)]
#[repr(C)]
#[repr(align(64))]
struct Aligned {
    factor: Tensor<shape![3]>,
}

#[derive(Parameters)]
#[repr(C, packed)]
struct Packed {
    factor: Tensor<shape![3]>,
}

#[derive(Parameters)]
#[allow(dead_code)]
struct WithoutRepr {
    factor: Tensor<shape![3]>,
}

#[derive(Parameters)]
enum Enum {}

#[derive(Parameters)]
#[repr(C)]
union Union {
    factor: (),
}

#[derive(Parameters)]
#[repr(C)]
struct Role {
    #[role(wieght)]
    factor: Tensor<shape![3]>,
}

fn main() {
    let _ = |layer: Aligned| layer.factor;
    let _ = |layer: Packed| layer.factor;
    let _ = |layer: WithoutRepr| layer.factor;
    let _ = |layer: Enum| drop(layer);
    let _ = |layer: &Union| size_of_val(layer);
    let _ = |layer: Role| layer.factor;
}
//~ fix: 8 | #[allow(dead_code)]
//~ fix: 14 | #[repr(C)]
//~ fix: 20 | #[repr(C)]
//~ fix: 26 | struct Enum {}
//~ fix: 30 | struct Union {
//~ fix: 37 |     #[role(weight)]
