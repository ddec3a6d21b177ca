//! 2.2 Activation Functions: ReLU and its derivative, which is 0 at 0; softmax and its full Jacobian.

use crate::passes::{backward, forward};
use nn::gradient_check::fill;
use nn::layers::{Relu, Softmax};
use nn::prelude::*;

/// 0, and the values closest to it, belong to the side of x <= 0 or of x > 0.
#[test]
fn relu_and_its_derivative() {
    let least = f32::from_bits(1);
    let x = Tensor::<shape![1, 8]>::new([[-1e30, -2.5, -least, -0.0, 0.0, least, 2.5, 1e30]]);
    let y = forward::<shape![8], dim![1], f32, _>(&Relu, &x);
    assert_eq!(y.as_slice(), [0.0, 0.0, 0.0, 0.0, 0.0, least, 2.5, 1e30]);
    let (dx, _) = backward::<shape![8], dim![1], f32, _>(&Relu, &x, &Tensor::full(1.0));
    assert_eq!(dx.as_slice(), [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
}

/// One vector, and its softmax by the formula.
fn softmax<N: Dim>(seed: u64) -> (Box<Tensor<(N,), f64>>, Vec<f64>) {
    let mut x = Tensor::<(N,), f64>::zeros();
    fill(Tensor::as_mut_slice(&mut x), &mut nn::init::rng(seed));
    let sum: f64 = x.iter().map(|x| x.exp()).sum();
    let p = x.iter().map(|x| x.exp() / sum).collect();
    (x, p)
}

/// The batch repeats the vector once for each output i, and the gradient in row i is that of output i alone, so row i
/// of the input gradient is row i of the Jacobian.
fn jacobian<N: Dim>(seed: u64) {
    let (x, p) = softmax::<N>(seed);
    let rows = Tensor::<(N, N), f64>::from_fn(|[_, j]| x[[j]]);
    let y = forward::<(N,), N, f64, _>(&Softmax, &rows);
    let unit = Tensor::<(N, N), f64>::from_fn(|[i, j]| if i == j { 1.0 } else { 0.0 });
    let (jacobian, _) = backward::<(N,), N, f64, _>(&Softmax, &rows, &unit);
    for i in 0..N::SIZE {
        assert!((y[[i, i]] - p[i]).abs() < 1e-15);
        for j in 0..N::SIZE {
            let expected = if i == j { p[i] * (1.0 - p[i]) } else { -p[i] * p[j] };
            let found = jacobian[[i, j]];
            assert!((found - expected).abs() < 1e-15, "d softmax_{i} / d x_{j}: {found}, not {expected}");
        }
        // The probabilities add up to 1, whatever x is.
        assert!((0..N::SIZE).map(|k| jacobian[[k, i]]).sum::<f64>().abs() < 1e-15);
    }
}

#[test]
fn softmax_gradient_matches_jacobian() {
    for seed in 0..10 {
        jacobian::<dim![1]>(seed);
        jacobian::<dim![2]>(seed);
        jacobian::<dim![3]>(seed);
        jacobian::<dim![10]>(seed);
        jacobian::<dim![33]>(seed);
    }
}
