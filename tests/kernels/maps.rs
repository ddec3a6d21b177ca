//! Element-wise functions, forward and backward, with their errors in units in the last place relative to `libm` in `f64`.

use crate::{Numbers, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{gate, gate_backward, map, map_backward, map_backward_in_place, map_in_place};
use nn::Float;
use nn::layers::{
    Activation, Celu, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, Hardshrink, Hardtanh, LeakyRelu, LogSigmoid, Mish,
    Relu, Relu6, Selu, Sigmoid, Silu, Softplus, Softshrink, Softsign, Tanh, Tanhshrink, Threshold,
};
use rand::{Rng, RngExt};

/// The exact definition of a function, and the allowed error of the kernel.
struct Truth {
    value: fn(f64) -> f64,
    derivative: fn(f64) -> f64,
    /// In units in the last place of the true value.
    units: f64,
    /// In addition, roundings of a number of magnitude 1 + |x|.
    roundings: f64,
}

/// A unit in the last place of this number; of the smallest normal number for smaller ones.
fn unit<T: Float>(number: f64) -> f64 {
    let normal = number.abs().max(T::MIN_POSITIVE.to_f64());
    T::EPSILON.to_f64() * normal.log2().floor().exp2()
}

fn numbers<T: Float>(length: usize, rng: &mut impl Rng) -> Numbers<T> {
    let mut numbers = Numbers::<T>::random(length, rng);
    for number in numbers.iter_mut() {
        let range = [0.0, 1e-30, 1e-3, 1.0, 6.0, 20.0, 80.0][rng.random_range(0..7)];
        *number *= T::from_f64(range);
    }
    numbers
}

fn check<A: Activation, T: Float>(truth: &Truth) {
    let mut rng = nn::init::rng(7);
    for length in (0..=100).chain([1000, 1023]) {
        let x = numbers::<T>(length, &mut rng);
        let dy = Numbers::<T>::random(length, &mut rng);
        let (empty, old) = (Numbers::<T>::old(length, false, &mut rng), Numbers::<T>::old(length, true, &mut rng));
        let of = |i: usize| x[i].to_f64();
        let value = |i: usize| (truth.value)(of(i));
        let bound =
            |i: usize| truth.units * unit::<T>(value(i)) + roundings::<T>(truth.roundings) * (1.0 + of(i).abs());
        let slope = |i: usize| dy[i].to_f64() * (truth.derivative)(of(i));
        let bound_of_slope = |i: usize| roundings::<T>(16.0) * (1.0 + of(i).abs());
        on_each_level(|level| {
            let what = (std::any::type_name::<A>(), level, length);
            let mut y = empty.clone();
            map::<A, T>(&x, &mut y);
            y.check(&("map", what), value, bound);
            let mut in_place = x.clone();
            map_in_place::<A, T>(&mut in_place);
            in_place.check(&("map in place", what), value, bound);
            for (adds, old) in [(false, &empty), (true, &old)] {
                let mut dx = old.clone();
                map_backward::<A, T>(&x, &y, &dy, target(adds, &mut dx));
                dx.check(&("backward", adds, what), |i| slope(i) + previous(old, adds, i), bound_of_slope);
            }
        });
    }
}

/// Checks the backward pass that needs only the output.
fn check_in_place<A: Activation, T: Float>(derivative: fn(f64) -> f64) {
    let mut rng = nn::init::rng(8);
    for length in (0..=100).chain([1000]) {
        let x = numbers::<T>(length, &mut rng);
        let dy = Numbers::<T>::random(length, &mut rng);
        on_each_level(|level| {
            let (mut y, mut slopes) = (x.clone(), dy.clone());
            map_in_place::<A, T>(&mut y);
            map_backward_in_place::<A, T>(&y, &mut slopes);
            let truth = |i: usize| dy[i].to_f64() * derivative(x[i].to_f64());
            slopes.check(&(std::any::type_name::<A>(), level, length), truth, |_| roundings::<T>(8.0));
        });
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// 1 - tanh(x)^2, without cancellation.
fn tanh_slope(x: f64) -> f64 {
    let cosh = libm::cosh(x);
    1.0 / (cosh * cosh)
}

/// ln(1 + exp(x)).
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// The distribution function and the density of the standard normal distribution.
fn normal(x: f64) -> (f64, f64) {
    let root = std::f64::consts::FRAC_1_SQRT_2;
    (0.5 * libm::erfc(-x * root), libm::exp(-0.5 * x * x) * root / std::f64::consts::PI.sqrt())
}

/// sqrt(8 / pi) (x + 0.044715 x^3), and its derivative.
fn gelu_argument(x: f64) -> (f64, f64) {
    let root = (8.0 / std::f64::consts::PI).sqrt();
    (root * (x + 0.044715 * x * x * x), root * (1.0 + 3.0 * 0.044715 * x * x))
}

const SELU: [f64; 2] = [1.050_700_987_355_480_5, 1.673_263_242_354_377_2];

fn smooth_functions<T: Float>() {
    check::<Sigmoid, T>(&Truth {
        value: sigmoid,
        derivative: |x| sigmoid(x) * sigmoid(-x),
        units: 3.0,
        roundings: 0.0,
    });
    check::<Tanh, T>(&Truth { value: libm::tanh, derivative: tanh_slope, units: 3.0, roundings: 0.0 });
    // Beyond 20 it is x itself, by definition.
    check::<Softplus, T>(&Truth {
        value: |x| if x > 20.0 { x } else { softplus(x) },
        derivative: |x| if x > 20.0 { 1.0 } else { sigmoid(x) },
        units: 2.5,
        roundings: 0.0,
    });
    check::<Gelu, T>(&Truth {
        value: |x| x * normal(x).0,
        derivative: |x| normal(x).0 + x * normal(x).1,
        units: 1.0,
        roundings: 2.1,
    });
    check::<GeluTanh, T>(&Truth {
        value: |x| x * sigmoid(gelu_argument(x).0),
        derivative: |x| {
            let (argument, slope) = gelu_argument(x);
            sigmoid(argument) + x * sigmoid(argument) * sigmoid(-argument) * slope
        },
        units: 4.0,
        roundings: 4.0,
    });
    check::<Silu, T>(&Truth {
        value: |x| x * sigmoid(x),
        derivative: |x| sigmoid(x) + x * sigmoid(x) * sigmoid(-x),
        units: 4.0,
        roundings: 0.0,
    });
    check::<Mish, T>(&Truth {
        value: |x| x * libm::tanh(softplus(x)),
        derivative: |x| libm::tanh(softplus(x)) + x * sigmoid(x) * tanh_slope(softplus(x)),
        units: 8.0,
        roundings: 0.0,
    });
}

fn piecewise_functions<T: Float>() {
    check::<Relu, T>(&Truth {
        value: |x| x.max(0.0),
        derivative: |x| if x > 0.0 { 1.0 } else { 0.0 },
        units: 0.0,
        roundings: 0.0,
    });
    check::<LeakyRelu, T>(&Truth {
        value: |x| if x > 0.0 { x } else { 0.01 * x },
        derivative: |x| if x > 0.0 { 1.0 } else { 0.01 },
        units: 1.5,
        roundings: 0.0,
    });
    check::<Elu, T>(&Truth {
        value: |x| if x > 0.0 { x } else { libm::expm1(x) },
        derivative: |x| if x > 0.0 { 1.0 } else { libm::exp(x) },
        units: 1.5,
        roundings: 0.0,
    });
    check::<Selu, T>(&Truth {
        value: |x| SELU[0] * if x > 0.0 { x } else { SELU[1] * libm::expm1(x) },
        derivative: |x| SELU[0] * if x > 0.0 { 1.0 } else { SELU[1] * libm::exp(x) },
        units: 3.5,
        roundings: 0.0,
    });
    check::<HardSigmoid, T>(&Truth {
        value: |x| (x + 3.0).clamp(0.0, 6.0) / 6.0,
        derivative: |x| if x.abs() < 3.0 { 1.0 / 6.0 } else { 0.0 },
        units: 1.0,
        roundings: 1.0,
    });
    check::<HardSwish, T>(&Truth {
        value: |x| x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
        derivative: |x| if x.abs() < 3.0 { x / 3.0 + 0.5 } else { f64::from(x > 0.0) },
        units: 2.0,
        roundings: 1.0,
    });
}

fn more_functions<T: Float>() {
    check::<LogSigmoid, T>(&Truth {
        value: |x| -softplus(-x),
        derivative: |x| sigmoid(-x),
        units: 3.0,
        roundings: 0.0,
    });
    check::<Softsign, T>(&Truth {
        value: |x| x / (1.0 + x.abs()),
        derivative: |x| (1.0 + x.abs()).powi(-2),
        units: 2.0,
        roundings: 0.0,
    });
    check::<Celu<2_000_000>, T>(&Truth {
        value: |x| if x > 0.0 { x } else { 2.0 * libm::expm1(x / 2.0) },
        derivative: |x| if x > 0.0 { 1.0 } else { libm::exp(x / 2.0) },
        units: 2.0,
        roundings: 0.0,
    });
    check::<Tanhshrink, T>(&Truth {
        value: |x| x - libm::tanh(x),
        derivative: |x| libm::tanh(x).powi(2),
        units: 1.0,
        roundings: 4.0,
    });
    check::<Relu6, T>(&Truth {
        value: |x| x.clamp(0.0, 6.0),
        derivative: |x| f64::from(x > 0.0 && x < 6.0),
        units: 0.0,
        roundings: 0.0,
    });
    check::<Hardtanh<-2_000_000, 500_000>, T>(&Truth {
        value: |x| x.clamp(-2.0, 0.5),
        derivative: |x| f64::from(x > -2.0 && x < 0.5),
        units: 0.0,
        roundings: 0.0,
    });
    check::<Threshold<500_000, 20_000_000>, T>(&Truth {
        value: |x| if x > 0.5 { x } else { 20.0 },
        derivative: |x| f64::from(x > 0.5),
        units: 0.0,
        roundings: 0.0,
    });
    check::<Softshrink, T>(&Truth {
        value: |x| if x.abs() > 0.5 { x - 0.5_f64.copysign(x) } else { 0.0 },
        derivative: |x| f64::from(x.abs() > 0.5),
        units: 0.0,
        roundings: 1.0,
    });
    check::<Hardshrink, T>(&Truth {
        value: |x| if x.abs() > 0.5 { x } else { 0.0 },
        derivative: |x| f64::from(x.abs() > 0.5),
        units: 0.0,
        roundings: 0.0,
    });
}

fn gates<T: Float>() {
    let mut rng = nn::init::rng(14);
    for half in (1..=40).chain([127]) {
        let chunks = rng.random_range(1..=5);
        let x = numbers::<T>(2 * half * chunks, &mut rng);
        let dy = Numbers::<T>::random(half * chunks, &mut rng);
        let adds = rng.random_range(0..2) == 1;
        let (empty, old) = (Numbers::<T>::old(dy.len(), false, &mut rng), Numbers::<T>::old(x.len(), adds, &mut rng));
        let pair = |i: usize| {
            let start = i / half * 2 * half + i % half;
            [x[start].to_f64(), x[start + half].to_f64()]
        };
        on_each_level(|level| {
            let what = (level, half, chunks, adds);
            let mut y = empty.clone();
            gate::<Sigmoid, T>(half, &x, &mut y);
            let value = |i: usize| pair(i)[0] * sigmoid(pair(i)[1]);
            y.check(&("gate", what), value, |i| 4.0 * unit::<T>(value(i)));
            let mut dx = old.clone();
            gate_backward::<Sigmoid, T>(half, &x, &dy, target(adds, &mut dx));
            let truth = |j: usize| {
                let (chunk, place) = (j / (2 * half), j % (2 * half));
                let i = chunk * half + place % half;
                let ([a, b], dy) = (pair(i), dy[i].to_f64());
                let slope = if place < half { sigmoid(b) } else { a * sigmoid(b) * sigmoid(-b) };
                dy * slope + previous(&old, adds, j)
            };
            dx.check(&("gate, backward", what), truth, |j| {
                roundings::<T>(16.0) * (1.0 + pair(j / (2 * half) * half + j % half)[0].abs())
            });
        });
    }
}

fn in_place_backward<T: Float>() {
    check_in_place::<Relu, T>(|x| if x > 0.0 { 1.0 } else { 0.0 });
    check_in_place::<LeakyRelu, T>(|x| if x > 0.0 { 1.0 } else { 0.01 });
    check_in_place::<Sigmoid, T>(|x| sigmoid(x) * sigmoid(-x));
    check_in_place::<Tanh, T>(tanh_slope);
    check_in_place::<LogSigmoid, T>(|x| sigmoid(-x));
    check_in_place::<Relu6, T>(|x| f64::from(x > 0.0 && x < 6.0));
    check_in_place::<Hardtanh<-2_000_000, 500_000>, T>(|x| f64::from(x > -2.0 && x < 0.5));
    check_in_place::<Threshold<500_000, -250_000>, T>(|x| f64::from(x > 0.5));
    check_in_place::<Softshrink, T>(|x| f64::from(x.abs() > 0.5));
    check_in_place::<Hardshrink, T>(|x| f64::from(x.abs() > 0.5));
}
both!(smooth_functions piecewise_functions more_functions gates in_place_backward);
