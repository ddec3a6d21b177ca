//! Element-wise functions, forward and backward, with their errors in units in the last place relative to `libm` in `f64`.

use crate::{Numbers, both, on_each_level, previous, roundings, target};
use nn::__private::kernels::{map, map_backward, map_backward_in_place, map_in_place};
use nn::Float;
use nn::layers::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, LeakyRelu, Mish, Relu, Selu, Sigmoid, Silu, Softplus, Tanh,
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

fn in_place_backward<T: Float>() {
    check_in_place::<Relu, T>(|x| if x > 0.0 { 1.0 } else { 0.0 });
    check_in_place::<LeakyRelu, T>(|x| if x > 0.0 { 1.0 } else { 0.01 });
    check_in_place::<Sigmoid, T>(|x| sigmoid(x) * sigmoid(-x));
    check_in_place::<Tanh, T>(tanh_slope);
}
both!(smooth_functions piecewise_functions in_place_backward);
