//! Every activation, and softmax: at 100 random inputs of every number of axes.

use super::{any_shape, check};
use nn::__private::RootOfSquares;
use nn::gradient_check::fill;
use nn::layers::{
    Abs, Activation, Celu, Cos, Detach, Elu, Erf, Exp, Expm1, Floor, Gelu, GeluTanh, Glu, HardSigmoid, HardSwish,
    Hardshrink, Hardtanh, LeakyRelu, Ln, Log1p, LogSigmoid, LogSoftmax, Mish, Negate, NormalNoise, Recip, Relu, Relu6,
    Rsqrt, Selu, Sigmoid, Sign, Silu, Sin, Softmax, Softmax2d, Softmin, Softplus, Softshrink, Softsign, Sqrt, Square,
    Tanh, Tanhshrink, Threshold,
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
    any_shape!(Celu);
    any_shape!(Celu<300_000>);
    any_shape!(Relu6);
    any_shape!(Softsign);
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
    any_shape!(Softplus<2_500_000, 60_000_000>);
    any_shape!(LogSigmoid);
    any_shape!(Tanhshrink);
}

#[test]
fn elementary() {
    any_shape!(Exp);
    any_shape!(Expm1);
    any_shape!(Square);
    any_shape!(Sin);
    any_shape!(Cos);
    any_shape!(Erf);
    any_shape!(Negate);
    any_shape!(Abs);
    any_shape!(Sign);
}

#[test]
fn noise() {
    nn::gradient_check::check_training::<shape![3, 2], dim![4], _>(&mut NormalNoise, 1);
}

#[test]
fn no_gradient_passes_detach() {
    assert_eq!((Detach::value(2.5_f64), Detach::derivative(2.5_f64, 2.5)), (2.5, 0.0));
}

#[test]
fn piecewise() {
    any_shape!(HardSigmoid);
    any_shape!(HardSwish);
    // No input is near these limits.
    any_shape!(Hardtanh<-5_000, 5_000>);
    any_shape!(Hardtanh<-2_100_000, 5_000>);
    any_shape!(Threshold<5_000, 20_000_000>);
    any_shape!(Threshold<-5_000, -250_000>);
    any_shape!(Softshrink<5_000>);
    any_shape!(Hardshrink<5_000>);
}

#[test]
fn softmax() {
    any_shape!(Softmax);
    any_shape!(LogSoftmax);
    any_shape!(Softmin);
    check::<shape![3, 2, 4], dim![2], Softmax2d>(0..60);
    check::<shape![1, 3, 1], dim![3], Softmax2d>(60..80);
    check::<shape![7, 1, 1], dim![2], Softmax2d>(80..100);
}

#[test]
fn glu() {
    check::<shape![2], dim![3], Glu>(0..20);
    check::<shape![8], dim![2], Glu>(20..40);
    check::<shape![4, 3], dim![2], Glu>(40..60);
    check::<shape![3, 6], dim![2], Glu<1>>(60..80);
    check::<shape![2, 3, 4], dim![2], Glu<2>>(80..90);
    check::<shape![2, 2, 4, 1, 3], dim![1], Glu<2>>(90..100);
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
    check::<Softplus<2_500_000, 10_000_000>>(&[4.0]);
    check::<Relu6>(&[0.0, 6.0]);
    check::<Hardtanh>(&[-1.0, 1.0]);
    check::<Hardtanh<-20_000_000, 500_000>>(&[-20.0, 0.5]);
    check::<Celu<300_000>>(&[0.0]);
    check::<Threshold<500_000, 20_000_000>>(&[0.5]);
    check::<Threshold<-500_000, -20_000_000>>(&[-0.5]);
    check::<Softshrink>(&[-0.5, 0.5]);
    check::<Hardshrink<3_000_000>>(&[-3.0, 3.0]);
    check::<Softsign>(&[0.0]);
    check::<LogSigmoid>(&[]);
    check::<Tanhshrink>(&[]);
    check::<Sigmoid>(&[]);
    check::<Tanh>(&[]);
    check::<Gelu>(&[]);
    check::<GeluTanh>(&[]);
    check::<Silu>(&[]);
    check::<Mish>(&[]);
}

/// Functions that are not defined everywhere, at inputs from 0.1 to 4.1, and rounding down, away from integers.
#[test]
fn derivatives_at_positive_inputs() {
    fn check<A: Activation>() {
        let mut inputs = [0.0; 1000];
        fill(&mut inputs, &mut nn::init::rng(8));
        let step = 1e-4;
        for x in inputs.map(|x| x + 2.1).into_iter().filter(|x| (x - x.round()).abs() > 0.01) {
            let [far_left, left, right, far_right] = [-2.0, -1.0, 1.0, 2.0].map(|steps| A::value(x + steps * step));
            let slope = (8.0 * (right - left) - (far_right - far_left)) / (12.0 * step);
            let derivative = A::derivative(x, A::value(x));
            assert!((derivative - slope).abs() <= 1e-7 * (1.0 + slope.abs()), "at {x}: {derivative} and {slope}");
        }
    }
    check::<Ln>();
    check::<Log1p>();
    check::<Sqrt>();
    check::<RootOfSquares>();
    check::<Rsqrt>();
    check::<Recip>();
    check::<Floor>();
}
