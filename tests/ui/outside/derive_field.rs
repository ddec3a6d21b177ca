use nn::{N, Parameters, Tensor};

#[derive(Parameters)]
#[repr(C)]
struct Scale {
    factor: Vec<Tensor<(N<3>,)>>,
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
//~ fix: 6 |     factor: [Tensor<(N<3>,)>; 2],
