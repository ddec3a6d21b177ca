use nn::{N, Parameters, Tensor};

#[derive(Parameters)]
#[repr(C)]
struct Scale {
    factor: [Tensor<(N<3>,)>; 2],
}

fn main() {
    let _ = |scale: Scale| scale.factor;
}
