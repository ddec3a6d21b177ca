//! Table-driven tests of the activations, one row per function.
//!
//! A row compares values and derivatives that are known exactly, other values with the definition, and the gradients of the layer
//! with numeric ones. Tests that concern one function alone are in its file.

use super::*;
use crate::activation::Activation;
use crate::dim::N;
use crate::float::Float;
use crate::parameters::zeroed;
use crate::session::gradient_check::check_layer;
use core::ops::RangeInclusive;

macro_rules! activation_cases {
    ($($row:ident: $layer:ty { $($what:ident $argument:tt;)* })*) => {$(
        mod $row {
            use super::*;

            $(activation_cases!(@$what $layer: $argument);)*

            #[test]
            fn gradients() {
                check_layer::<(N<5>,), N<4>, _>(&mut *zeroed::<$layer>(), 1);
                check_layer::<(N<2>, N<3>, N<2>), N<2>, _>(&mut *zeroed::<$layer>(), 2);
                check_layer::<(), N<3>, _>(&mut *zeroed::<$layer>(), 3);
            }
        }
    )*};
    // x, y and dy/dx, in `f64`.
    (@double $layer:ty: [$($point:expr),+ $(,)?]) => {
        #[test]
        fn f64_values() {
            $(point::<$layer, f64>($point);)+
        }
    };
    // The same in `f32`.
    (@single $layer:ty: [$($point:expr),+ $(,)?]) => {
        #[test]
        fn f32_values() {
            $(point::<$layer, f32>($point);)+
        }
    };
    // The definition, the range of x, and the tolerances in `f64` and in `f32` as a function of |y|.
    (@defined $layer:ty: [$definition:expr, $range:expr, $tolerance:expr]) => {
        #[test]
        fn matches_definition() {
            defined::<$layer>($definition, $range, $tolerance);
        }
    };
}

/// Compares the value and the derivative at x exactly; NaN is equal to NaN.
#[track_caller]
fn point<A: Activation, T: Float>([x, y, slope]: [f64; 3]) {
    let same = |what: &str, found: T, expected: f64| {
        let found = found.to_f64();
        let expected = T::from_f64(expected).to_f64();
        assert!(found == expected || found.is_nan() && expected.is_nan(), "{what} at {x}: {found}, not {expected}");
    };
    same("value", A::value(T::from_f64(x)), y);
    same("slope", A::derivative(T::from_f64(x), T::from_f64(y)), slope);
}

/// Compares values with the definition over this range, in steps of 1/4.
fn defined<A: Activation>(
    definition: impl Fn(f64) -> f64,
    range: RangeInclusive<i32>,
    tolerance: impl Fn(f64) -> [f64; 2],
) {
    for x in (4 * range.start()..=4 * range.end()).map(|i| f64::from(i) / 4.0) {
        let expected = definition(x);
        let [double, single] = tolerance(expected.abs());
        let found = [A::value(x), A::value(x as f32).to_f64()];
        let errors = found.map(|found| (found - expected).abs());
        assert!(errors[0] <= double && errors[1] <= single, "at {x}: {found:?}, not {expected}");
    }
}

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
/// The limit of `Selu` at negative infinity.
const BOTTOM: f64 = -Selu::SCALE * Selu::ALPHA;

activation_cases! {
    relu: Relu {
        double [[-3.0, 0.0, 0.0], [-0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [1e-310, 1e-310, 1.0], [7.5, 7.5, 1.0]];
        single [[INF, INF, 1.0], [-INF, 0.0, 0.0], [NAN, NAN, 1.0]];
    }
    leaky_relu: LeakyRelu {
        double [
            [-1e30, -0.01 * 1e30, 0.01], [-3.0, -0.01 * 3.0, 0.01], [-1e-310, -0.01 * 1e-310, 0.01], [0.0, 0.0, 0.01],
            [1e-310, 1e-310, 1.0], [2.0, 2.0, 1.0], [1e30, 1e30, 1.0], [-INF, -INF, 0.01], [INF, INF, 1.0],
        ];
        single [[NAN, NAN, 0.01]];
    }
    leaky_relu_of_a_fifth: LeakyRelu<200_000> {
        single [[-1.0, -0.2, 0.2]];
    }
    leaky_relu_of_nothing: LeakyRelu<0> {
        double [[-1e30, 0.0, 0.0], [-1e-310, 0.0, 0.0], [0.0, 0.0, 0.0], [2.0, 2.0, 1.0]];
    }
    leaky_relu_of_one: LeakyRelu<1_000_000> {
        double [[-1e30, -1e30, 1.0], [-1e-310, -1e-310, 1.0], [0.0, 0.0, 1.0], [2.0, 2.0, 1.0]];
    }
    elu: Elu {
        // Near zero, exp(x) - 1 is x.
        double [
            [-1e30, -1.0, 0.0], [-1e-300, -1e-300, 1.0], [-0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1e-310, 1e-310, 1.0],
            [9.5, 9.5, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN],
        ];
        single [[-1e-30, -1e-30, 1.0], [NAN, NAN, NAN]];
    }
    elu_of_a_quarter: Elu<250_000> {
        single [[-INF, -0.25, 0.0]];
    }
    selu: Selu {
        double [[-1e30, BOTTOM, 0.0], [0.0, 0.0, -BOTTOM], [1.0, Selu::SCALE, Selu::SCALE], [NAN, NAN, NAN]];
        single [[-INF, BOTTOM, 0.0], [INF, INF, Selu::SCALE], [NAN, NAN, NAN]];
    }
    gelu: Gelu {
        defined [|x| x * (1.0 + libm::erf(x / libm::sqrt(2.0))) / 2.0, -8..=8, |_| [1e-15, 1e-6]];
        double [[-1e30, 0.0, 0.0], [-INF, 0.0, 0.0], [1e30, 1e30, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
        single [[-1e4, 0.0, 0.0], [-INF, 0.0, 0.0], [1e4, 1e4, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
    }
    gelu_tanh: GeluTanh {
        defined [
            |x| {
                let u = libm::sqrt(2.0 / core::f64::consts::PI) * (x + 0.044715 * x * x * x);
                x * (1.0 + libm::tanh(u)) / 2.0
            },
            -8..=8,
            |_| [1e-14, 1e-6]
        ];
        double [[-1e30, 0.0, 0.0], [-INF, 0.0, 0.0], [1e30, 1e30, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
        single [[-1e4, 0.0, 0.0], [-INF, 0.0, 0.0], [1e4, 1e4, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
    }
    silu: Silu {
        defined [|x| x / (1.0 + libm::exp(-x)), -40..=40, |y| [1e-15 * y, 1e-6 * y]];
        double [[-1e4, 0.0, 0.0], [-1e30, 0.0, 0.0], [-INF, 0.0, 0.0], [1e30, 1e30, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
        single [[-1e4, 0.0, 0.0], [-1e30, 0.0, 0.0], [-INF, 0.0, 0.0], [1e30, 1e30, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
    }
    mish: Mish {
        defined [|x| x * libm::tanh(libm::log1p(libm::exp(x))), -40..=40, |y| [2e-15 * y, 1e-6 * y]];
        double [[-1e4, 0.0, 0.0], [-1e30, 0.0, 0.0], [-INF, 0.0, 0.0], [1e30, 1e30, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
        single [[-1e4, 0.0, 0.0], [-1e30, 0.0, 0.0], [-INF, 0.0, 0.0], [1e30, 1e30, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
    }
    sigmoid: Sigmoid {
        defined [|x| 1.0 / (1.0 + libm::exp(-x)), -35..=35, |y| [4.0 * f64::EPSILON * y, 1e-6 * y]];
        single [
            [-INF, 0.0, 0.0], [f32::MIN.into(), 0.0, 0.0], [1e-40, 0.5, 0.25], [1e4, 1.0, 0.0], [f32::MAX.into(), 1.0, 0.0],
            [INF, 1.0, 0.0], [NAN, NAN, NAN],
        ];
    }
    hard_sigmoid: HardSigmoid {
        double [
            [-INF, 0.0, 0.0], [-1e30, 0.0, 0.0], [-3.0, 0.0, 0.0], [-1.5, 0.25, 1.0 / 6.0], [0.0, 0.5, 1.0 / 6.0],
            [1e-310, 0.5, 1.0 / 6.0], [3.0, 1.0, 0.0], [1e30, 1.0, 0.0], [INF, 1.0, 0.0],
        ];
        single [[NAN, NAN, 0.0]];
    }
    hard_swish: HardSwish {
        double [
            [-INF, 0.0, 0.0], [-1e30, 0.0, 0.0], [-3.0, 0.0, 0.0], [-1.5, -0.375, 0.0], [0.0, 0.0, 0.5], [1.5, 1.125, 1.0],
            [3.0, 3.0, 1.0], [1e300, 1e300, 1.0], [INF, INF, 1.0], [NAN, NAN, NAN],
        ];
        single [[NAN, NAN, NAN]];
    }
    tanh: Tanh {
        defined [
            |x| (libm::exp(x) - libm::exp(-x)) / (libm::exp(x) + libm::exp(-x)),
            -10..=10,
            |_| [1e-15, 1e-6]
        ];
        double [[f64::MIN, -1.0, 0.0], [NAN, NAN, NAN]];
        single [[1e-40, 1e-40, 1.0], [1e4, 1.0, 0.0], [INF, 1.0, 0.0], [NAN, NAN, NAN]];
    }
    softplus: Softplus {
        defined [|x| libm::log1p(libm::exp(x)), -40..=20, |y| [1e-15 * y, 1e-6 * y]];
        double [[-INF, 0.0, 0.0], [21.0, 21.0, 1.0], [NAN, NAN, NAN]];
        single [[-1e4, 0.0, 0.0], [-INF, 0.0, 0.0], [f32::MAX.into(), f32::MAX.into(), 1.0], [INF, INF, 1.0], [NAN, NAN, NAN]];
    }
    softplus_with_a_threshold: Softplus<2_000_000, 1_000_000> {
        double [[0.75, 0.75, 1.0], [0.0, core::f64::consts::LN_2 / 2.0, 0.5]];
    }
    relu6: Relu6 {
        double [
            [-INF, 0.0, 0.0], [-3.0, 0.0, 0.0], [0.0, 0.0, 0.0], [1e-310, 1e-310, 1.0], [5.5, 5.5, 1.0], [6.0, 6.0, 0.0],
            [1e30, 6.0, 0.0], [INF, 6.0, 0.0],
        ];
        single [[NAN, NAN, 1.0]];
    }
    hardtanh: Hardtanh {
        double [
            [-INF, -1.0, 0.0], [-1.0, -1.0, 0.0], [-0.5, -0.5, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1e30, 1.0, 0.0],
        ];
        single [[NAN, NAN, 1.0]];
    }
    hardtanh_of_other_limits: Hardtanh<-2_000_000, -500_000> {
        double [[-3.0, -2.0, 0.0], [-1.0, -1.0, 1.0], [0.0, -0.5, 0.0]];
    }
    log_sigmoid: LogSigmoid {
        defined [|x| -libm::log1p(libm::exp(-x)), -40..=30, |y| [1e-15 * y, 1e-6 * y]];
        double [[-INF, -INF, 1.0], [-1e300, -1e300, 1.0], [1e4, 0.0, 0.0], [INF, 0.0, 0.0], [NAN, NAN, NAN]];
        single [[-1e4, -1e4, 1.0], [1e4, 0.0, 0.0], [NAN, NAN, NAN]];
    }
    softsign: Softsign {
        double [
            [-INF, -1.0, 0.0], [-1e300, -1.0, 0.0], [-3.0, -0.75, 0.0625], [0.0, 0.0, 1.0], [1.0, 0.5, 0.25],
            [1e-310, 1e-310, 1.0], [INF, 1.0, 0.0], [NAN, NAN, NAN],
        ];
        single [[-INF, -1.0, 0.0], [f32::MAX.into(), 1.0, 0.0], [NAN, NAN, NAN]];
    }
    celu: Celu {
        double [
            [-1e30, -1.0, 0.0], [-1e-300, -1e-300, 1.0], [0.0, 0.0, 1.0], [9.5, 9.5, 1.0], [INF, INF, 1.0],
            [NAN, NAN, NAN],
        ];
        single [[-INF, -1.0, 0.0], [NAN, NAN, NAN]];
    }
    celu_of_two: Celu<2_000_000> {
        defined [|x| if x > 0.0 { x } else { 2.0 * (libm::exp(x / 2.0) - 1.0) }, -40..=20, |_| [1e-15, 1e-6]];
        single [[-INF, -2.0, 0.0], [0.0, 0.0, 1.0]];
    }
    threshold: Threshold<100_000, 20_000_000> {
        double [
            [-INF, 20.0, 0.0], [0.1, 20.0, 0.0], [0.125, 0.125, 1.0], [20.0, 20.0, 1.0], [INF, INF, 1.0], [NAN, NAN, 1.0],
        ];
    }
    threshold_with_a_smaller_value: Threshold<500_000, -250_000> {
        double [[-INF, -0.25, 0.0], [0.5, -0.25, 0.0], [0.75, 0.75, 1.0]];
        single [[NAN, NAN, 1.0]];
    }
    softshrink: Softshrink {
        double [
            [-INF, -INF, 1.0], [-1.5, -1.0, 1.0], [-0.5, 0.0, 0.0], [0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [0.75, 0.25, 1.0],
            [NAN, NAN, 1.0],
        ];
        single [[INF, INF, 1.0], [NAN, NAN, 1.0]];
    }
    softshrink_of_nothing: Softshrink<0> {
        double [[-1e-310, -1e-310, 1.0], [0.0, 0.0, 0.0], [3.0, 3.0, 1.0]];
    }
    hardshrink: Hardshrink {
        double [
            [-INF, -INF, 1.0], [-1.5, -1.5, 1.0], [-0.5, 0.0, 0.0], [0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [0.75, 0.75, 1.0],
            [NAN, NAN, 1.0],
        ];
        single [[INF, INF, 1.0], [NAN, NAN, 1.0]];
    }
    tanhshrink: Tanhshrink {
        defined [|x| x - libm::tanh(x), -40..=40, |y| [1e-15 * (1.0 + y), 1e-6 * (1.0 + y)]];
        double [[-INF, -INF, 1.0], [-1e30, -1e30, 1.0], [0.0, 0.0, 0.0], [1e300, 1e300, 1.0], [NAN, NAN, NAN]];
        single [[1e4, 9999.0, 1.0], [NAN, NAN, NAN]];
    }
    softplus_of_a_quarter: Softplus<250_000> {
        defined [|x| libm::log1p(libm::exp(0.25 * x)) / 0.25, -40..=20, |y| [1e-15 * y, 1e-6 * y]];
    }
    softplus_of_4000: Softplus<4_000_000_000> {
        single [[f32::MAX.into(), f32::MAX.into(), 1.0]];
    }
}
