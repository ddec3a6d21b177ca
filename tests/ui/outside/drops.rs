// Layers and networks that implement `Drop`.

use nn::prelude::*;
use nn::{Float, Parameters};

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

#[derive(Parameters)]
struct Square;

impl Drop for Square {
    fn drop(&mut self) {}
}

#[derive(Parameters)]
#[repr(C)]
struct Generic<D: Dim, T: Float = f32> {
    factor: Tensor<(D,), T>,
}

impl<D: Dim, T: Float> Drop for Generic<D, T> {
    fn drop(&mut self) {}
}

network! {
    struct Digits {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

impl Drop for Digits {
    fn drop(&mut self) {}
}

network! {
    struct Block<D: Dim> {
        fc1: Linear<D, D>,
        fc2: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x.fc1().relu().fc2()
    }
}

impl<D: Dim> Drop for Block<D> {
    fn drop(&mut self) {}
}

network! {
    #[int8(SmallInt8)]
    struct Small {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

impl Drop for SmallInt8 {
    fn drop(&mut self) {}
}

fn main() {
    let _ = |scale: &Scale| scale.factor.sum();
    let _ = |square: &Square| size_of_val(square);
    let _ = |generic: &Generic<dim![3]>| generic.factor.sum();
    Digits::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    Block::<dim![64]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    Small::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 16 | impl Release for Scale {
//~ fix: 23 | impl Release for Square {
//~ fix: 33 | impl<D: Dim, T: Float> Release for Generic<D, T> {
//~ fix: 47 | impl Release for Digits {
//~ fix: 61 | impl<D: Dim> Release for Block<D> {
//~ fix: 75 | impl Release for SmallInt8 {
