//! Optimisers' rules over flat slices, through [`Optimizer::step`].

use crate::{Numbers, both, on_each_level, roundings};
use nn::prelude::*;
use nn::{
    Adagrad, Adam, AdamW, AmsGrad, Float, Linear, Lion, Momentum, Optimizer, Parameters, RmsProp, Sgd, WithBias, zeroed,
};
use rand::RngExt;

const STEPS: u64 = 3;
const LR: f64 = 0.1;
const L2: f64 = 0.01;
const DECAY: f64 = 0.05;

/// What is known of one number: itself, and what is remembered of it.
#[derive(Clone, Copy, Default)]
struct Known {
    w: f64,
    m: f64,
    v: f64,
    u: f64,
}

/// A rule for one number: the step, the gradient, and what decoupled decay leaves of the number.
type Rule = fn(u64, f64, f64, &mut Known);

/// Steps of a layer with decay of its weights, and not of its biases: two groups, of which the second begins anywhere.
fn check<T: Float, L: Parameters<T>, O: Optimizer<T>>(name: &str, weights: usize, optimizer: &O, rule: Rule) {
    let mut rng = nn::rng(20);
    let length = zeroed::<L>().as_slice().len();
    let start = Numbers::<T>::random(length, &mut rng);
    // A number's gradients have one sign, so that no rounding decides about the sign of a mean.
    let signs: Vec<f64> = (0..length).map(|_| if rng.random_range(0..2) == 0 { 1.0 } else { -1.0 }).collect();
    let gradients: Vec<Vec<T>> =
        (0..STEPS).map(|_| signs.iter().map(|sign| T::from_f64(sign * rng.random_range(0.1..1.0))).collect()).collect();
    let mut known: Vec<Known> = start.iter().map(|w| Known { w: w.to_f64(), ..Known::default() }).collect();
    for (step, gradient) in (1..).zip(&gradients) {
        for (i, known) in known.iter_mut().enumerate() {
            let decays = i < weights;
            let g = gradient[i].to_f64() + if decays { 2.0 * L2 * known.w } else { 0.0 };
            rule(step, g, if decays { 1.0 - LR * DECAY } else { 1.0 }, known);
        }
    }
    on_each_level(|level| {
        // The second of two starts after an odd number of elements.
        let (mut networks, mut places) = (zeroed::<[L; 2]>(), zeroed::<[L; 2]>());
        let ([_, network], [_, gradient]) = (&mut *networks, &mut *places);
        let mut state = zeroed::<O::State<L>>();
        network.as_mut_slice().copy_from_slice(&start);
        for (step, numbers) in (1..).zip(&gradients) {
            gradient.as_mut_slice().copy_from_slice(numbers);
            optimizer.step(step, network, gradient, &mut state);
        }
        for (i, (found, known)) in network.as_slice().iter().zip(&known).enumerate() {
            let error = (found.to_f64() - known.w).abs();
            assert!(error <= roundings::<T>(16.0), "{name} at {level:?}, {length} numbers: {error} at {i}");
        }
    });
}

/// Every rule, as its documentation states it.
fn each_rule<T: Float, L: Parameters<T>>(weights: usize) {
    macro_rules! check {
        ($optimizer:ident, $new:expr, $rule:expr) => {
            check::<T, L, $optimizer>(stringify!($optimizer), weights, &$new.l2(L2).decay(DECAY), $rule);
        };
    }
    check!(Sgd, Sgd::new(LR), |_, g, keep, known| known.w = keep * known.w - LR * g);
    check!(Momentum, Momentum::new(LR, 0.9), |_, g, keep, known| {
        known.m = 0.9 * known.m + g;
        known.w = keep * known.w - LR * known.m;
    });
    check!(Momentum, Momentum::new(LR, 0.9).nesterov(), |_, g, keep, known| {
        known.m = 0.9 * known.m + g;
        known.w = keep * known.w - LR * (g + 0.9 * known.m);
    });
    let adam: Rule = |step, g, keep, known| {
        known.m = 0.9 * known.m + 0.1 * g;
        known.v = 0.999 * known.v + 0.001 * g * g;
        let [m, v] = [known.m / (1.0 - 0.9_f64.powi(step as i32)), known.v / (1.0 - 0.999_f64.powi(step as i32))];
        known.w = keep * known.w - LR * m / (v.sqrt() + 1e-8);
    };
    check!(Adam, Adam::new(LR), adam);
    check!(AdamW, AdamW::new(LR), adam);
    check!(AmsGrad, AmsGrad::new(LR), |step, g, keep, known| {
        known.m = 0.9 * known.m + 0.1 * g;
        known.v = 0.999 * known.v + 0.001 * g * g;
        known.u = known.u.max(known.v);
        let [m, u] = [known.m / (1.0 - 0.9_f64.powi(step as i32)), known.u / (1.0 - 0.999_f64.powi(step as i32))];
        known.w = keep * known.w - LR * m / (u.sqrt() + 1e-8);
    });
    check!(RmsProp, RmsProp::new(LR), |_, g, keep, known| {
        known.v = 0.99 * known.v + 0.01 * g * g;
        known.w = keep * known.w - LR * g / (known.v.sqrt() + 1e-8);
    });
    check!(Adagrad, Adagrad::new(LR), |_, g, keep, known| {
        known.v += g * g;
        known.w = keep * known.w - LR * g / (known.v.sqrt() + 1e-10);
    });
    check!(Lion, Lion::new(LR), |_, g, keep, known| {
        known.w = keep * known.w - LR * (0.9 * known.m + 0.1 * g).signum();
        known.m = 0.99 * known.m + 0.01 * g;
    });
}

fn each_size<T: Float>() {
    macro_rules! sizes {
        ($($inputs:literal $outputs:literal)*) => {
            $(each_rule::<T, Linear<dim![$inputs], dim![$outputs], WithBias, T>>($inputs * $outputs);)*
        };
    }
    sizes!(1 1 3 1 1 5 7 3 16 16 3 33 65 9 129 7);
}
both!(each_size);
