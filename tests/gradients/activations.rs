//! Every activation, and softmax: at 100 random inputs of every number of axes.

use super::{any_shape, check};
use nn::gradient_check::fill;
use nn::layers::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, LeakyRelu, LogSoftmax, Mish, Relu, Selu, Sigmoid, Silu,
    Softmax, Softplus, Tanh,
};
use nn::prelude::*;

#[test]
fn with_kink_at_zero() {
    any_shape!(Relu);
    any_shape!(LeakyRelu);
    any_shape!(LeakyRelu<200_000>);
    any_shape!(Elu);
    any_shape!(Elu<300_000>);
    any_shape!(Selu);
}

#[test]
fn smooth() {
    any_shape!(Sigmoid);
    any_shape!(Tanh);
    any_shape!(Gelu);
    any_shape!(GeluTanh);
    any_shape!(Silu);
    any_shape!(Mish);
    any_shape!(Softplus);
    any_shape!(Softplus<2_500_000>);
}

#[test]
fn piecewise() {
    any_shape!(HardSigmoid);
    any_shape!(HardSwish);
}

#[test]
fn softmax() {
    any_shape!(Softmax);
    any_shape!(LogSoftmax);
}

/// The checks above use inputs from -2 to 2. These reach from -25 to 25, at least 0.01 away from every kink.
#[test]
fn derivatives_at_large_inputs() {
    fn check<A: Activation>(kinks: &[f64]) {
        let mut inputs = [0.0; 1000];
        fill(&mut inputs, &mut nn::init::rng(7));
        let step = 1e-3;
        for x in inputs.map(|x| 12.5 * x) {
            if kinks.iter().any(|kink| (x - kink).abs() < 0.01) {
                continue;
            }
            let [far_left, left, right, far_right] = [-2.0, -1.0, 1.0, 2.0].map(|steps| A::value(x + steps * step));
            let slope = (8.0 * (right - left) - (far_right - far_left)) / (12.0 * step);
            let derivative = A::derivative(x, A::value(x));
            let error = (derivative - slope).abs();
            assert!(error <= 1e-6 * slope.abs() + 1e-12 * (1.0 + x.abs()), "at {x}: {derivative} and {slope}");
        }
    }
    check::<Relu>(&[0.0]);
    check::<LeakyRelu>(&[0.0]);
    check::<Elu<300_000>>(&[0.0]);
    check::<Selu>(&[0.0]);
    check::<HardSigmoid>(&[-3.0, 3.0]);
    check::<HardSwish>(&[-3.0, 3.0]);
    // PyTorch's threshold is a kink.
    check::<Softplus>(&[20.0]);
    check::<Softplus<2_500_000>>(&[8.0]);
    check::<Sigmoid>(&[]);
    check::<Tanh>(&[]);
    check::<Gelu>(&[]);
    check::<GeluTanh>(&[]);
    check::<Silu>(&[]);
    check::<Mish>(&[]);
}
