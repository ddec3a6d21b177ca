use nn::prelude::*;

use nn::{Float, Parameters};

trait Release {
    fn drop(&mut self);
}

#[derive(Parameters)]
#[repr(C)]
struct Scale<D: Dim, T: Float = f32> {
    factor: Tensor<(D,), T>,
}

impl<D: Dim, T: Float> Drop for Scale<D, T> {
    fn drop(&mut self) {}
}

fn main() {
    let _ = |scale: &Scale<dim![3]>| scale.factor.sum();
}
//~ fix: 15 | impl<D: Dim, T: Float> Release for Scale<D, T> {
