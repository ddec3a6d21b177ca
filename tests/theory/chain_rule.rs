//! 4.1 Chain rule: d f(g(x)) / dx = df/dg dg/dx, for scalars and for vectors, whose derivatives are Jacobians.

use crate::passes::{backward, forward};
use nn::Parameters;
use nn::gradient_check::fill;
use nn::layers::{Sigmoid, Tanh};
use nn::prelude::*;

network! {
    #[dtype(f64)]
    struct Numbers {
        fc: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc().tanh().sigmoid()
    }
}

/// The derivative of a layer with one element at x.
fn slope(layer: &impl nn::layers::Layer<shape![1], f64, Out = shape![1]>, x: f64) -> f64 {
    backward::<shape![1], dim![1], f64, _>(layer, &Tensor::new([[x]]), &Tensor::new([[1.0]])).0[[0, 0]]
}

/// f = sigmoid, g = tanh, z = 1.5 x + 0.25, with their derivatives from their definitions.
#[test]
fn scalar_composition() {
    let mut numbers = Numbers::new(1);
    numbers.fc.weight.fill(1.5);
    numbers.fc.bias.fill(0.25);
    for x in [-2.0_f64, -0.3, 0.0, 0.7, 1.9] {
        let z = 1.5 * x + 0.25;
        let g = z.tanh();
        let f = 1.0 / (1.0 + (-g).exp());
        let (df_dg, dg_dz, dz_dx) = (f * (1.0 - f), 1.0 - g * g, 1.5);
        assert!((slope(&Tanh, z) - dg_dz).abs() < 1e-15);
        assert!((slope(&Sigmoid, g) - df_dg).abs() < 1e-15);
        assert!((slope(&*numbers, x) - df_dg * dg_dz * dz_dx).abs() < 1e-15);
    }
}

network! {
    #[dtype(f64)]
    struct Inner {
        fc: Linear<4, 6>,
    }
    fn forward(x: Tensor<4>) -> Tensor<6> {
        x.fc().tanh()
    }
}

network! {
    #[dtype(f64)]
    struct Outer {
        fc: Linear<6, 3>,
    }
    fn forward(x: Tensor<6>) -> Tensor<3> {
        x.fc().sigmoid()
    }
}

network! {
    #[dtype(f64)]
    struct Composite {
        g: Inner,
        f: Outer,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.g().f()
    }
}

/// The Jacobian of a network with In inputs and Out outputs: the batch is one input, once for each output.
fn jacobian<In: Dim, Out: Dim, L: nn::layers::Layer<(In,), f64, Out = (Out,)>>(
    network: &L,
    x: &Tensor<(In,), f64>,
) -> Box<Tensor<(Out, In), f64>> {
    let rows = Tensor::<(Out, In), f64>::from_fn(|[_, i]| x[[i]]);
    let unit = Tensor::<(Out, Out), f64>::from_fn(|[i, j]| if i == j { 1.0 } else { 0.0 });
    backward::<(In,), Out, f64, _>(network, &rows, &unit).0
}

#[test]
fn vector_composition() {
    for seed in 0..20 {
        let mut network = Composite::new(seed);
        fill(network.as_mut_slice(), &mut nn::init::rng(seed));
        let mut x = Tensor::new([0.0; 4]);
        fill(x.as_mut_slice(), &mut nn::init::rng(100 + seed));
        let row = Tensor::<shape![1, 4], f64>::from_fn(|[_, i]| x[[i]]);
        let g = forward::<shape![4], dim![1], f64, _>(&network.g, &row);
        let g = Tensor::<shape![6], f64>::from_fn(|[i]| g[[0, i]]);
        let product = jacobian(&network.f, &g).matmul(&jacobian(&network.g, &x));
        let whole = jacobian(&*network, &x);
        for (whole, product) in whole.iter().zip(product.iter()) {
            assert!((whole - product).abs() < 1e-13, "{whole}, not {product}");
        }
    }
}
