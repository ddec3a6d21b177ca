//! Optimisers' rules over flat slices, through [`Optimizer::step`].

use crate::{Numbers, both, on_each_level, roundings};
use nn::layers::{Linear, WithBias};
use nn::optim::Optimizer;
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::{Float, Parameters};
use rand::RngExt;

const STEPS: u64 = 3;
const LR: f64 = 0.1;
const L2: f64 = 0.01;
const DECAY: f64 = 0.05;

/// The state of one parameter: its value, and its moments.
#[derive(Clone, Copy, Default)]
struct Reference {
    w: f64,
    m: f64,
    v: f64,
    u: f64,
}

/// The rule for one parameter: the step, the gradient, and the factor of decoupled decay.
type Rule = fn(u64, f64, f64, &mut Reference);

/// Steps of a layer with decay of its weights, and not of its biases: two groups, of which the second starts at any
/// offset.
fn check<T: Float, L: Parameters<T>, O: Optimizer<T>>(name: &str, weights: usize, optimizer: &O, rule: Rule) {
    let mut rng = nn::init::rng(20);
    let length = zeroed::<L>().as_slice().len();
    let start = Numbers::<T>::random(length, &mut rng);
    // The gradients of one parameter have the same sign, so that rounding cannot change the sign of a mean.
    let signs: Vec<f64> = (0..length).map(|_| if rng.random_range(0..2) == 0 { 1.0 } else { -1.0 }).collect();
    let gradients: Vec<Vec<T>> =
        (0..STEPS).map(|_| signs.iter().map(|sign| T::from_f64(sign * rng.random_range(0.1..1.0))).collect()).collect();
    let mut reference: Vec<Reference> =
        start.iter().map(|w| Reference { w: w.to_f64(), ..Reference::default() }).collect();
    for (step, gradient) in (1..).zip(&gradients) {
        for (i, reference) in reference.iter_mut().enumerate() {
            let decays = i < weights;
            let g = gradient[i].to_f64() + if decays { 2.0 * L2 * reference.w } else { 0.0 };
            rule(step, g, if decays { 1.0 - LR * DECAY } else { 1.0 }, reference);
        }
    }
    on_each_level(|level| {
        // The second of two layers, which starts after an odd number of elements.
        let (mut networks, mut places) = (zeroed::<[L; 2]>(), zeroed::<[L; 2]>());
        let ([_, network], [_, gradient]) = (&mut *networks, &mut *places);
        let mut state = zeroed::<O::State<L>>();
        network.as_mut_slice().copy_from_slice(&start);
        for (step, numbers) in (1..).zip(&gradients) {
            gradient.as_mut_slice().copy_from_slice(numbers);
            optimizer.step(step, network, gradient, &mut state);
        }
        for (i, (found, reference)) in network.as_slice().iter().zip(&reference).enumerate() {
            let error = (found.to_f64() - reference.w).abs();
            assert!(error <= roundings::<T>(16.0), "{name} at {level:?}, {length} numbers: {error} at {i}");
        }
    });
}

/// Every rule, as documented.
fn each_rule<T: Float, L: Parameters<T>>(weights: usize) {
    macro_rules! check {
        ($optimizer:ident, $new:expr, $rule:expr) => {
            let mut optimizer = $new.l2(L2);
            optimizer.weight_decay.decoupled = DECAY;
            check::<T, L, $optimizer>(stringify!($optimizer), weights, &optimizer, $rule);
        };
    }
    check!(Sgd, Sgd::new(LR), |_, g, keep, reference| reference.w = keep * reference.w - LR * g);
    check!(Momentum, Momentum::new(LR, 0.9), |_, g, keep, reference| {
        reference.m = 0.9 * reference.m + g;
        reference.w = keep * reference.w - LR * reference.m;
    });
    check!(Momentum, Momentum::new(LR, 0.9).nesterov(), |_, g, keep, reference| {
        reference.m = 0.9 * reference.m + g;
        reference.w = keep * reference.w - LR * (g + 0.9 * reference.m);
    });
    let adam: Rule = |step, g, keep, reference| {
        reference.m = 0.9 * reference.m + 0.1 * g;
        reference.v = 0.999 * reference.v + 0.001 * g * g;
        let [m, v] =
            [reference.m / (1.0 - 0.9_f64.powi(step as i32)), reference.v / (1.0 - 0.999_f64.powi(step as i32))];
        reference.w = keep * reference.w - LR * m / (v.sqrt() + 1e-8);
    };
    check!(Adam, Adam::new(LR), adam);
    check!(AdamW, AdamW::new(LR), adam);
    check!(AmsGrad, AmsGrad::new(LR), |step, g, keep, reference| {
        reference.m = 0.9 * reference.m + 0.1 * g;
        reference.v = 0.999 * reference.v + 0.001 * g * g;
        reference.u = reference.u.max(reference.v);
        let [m, u] =
            [reference.m / (1.0 - 0.9_f64.powi(step as i32)), reference.u / (1.0 - 0.999_f64.powi(step as i32))];
        reference.w = keep * reference.w - LR * m / (u.sqrt() + 1e-8);
    });
    check!(RmsProp, RmsProp::new(LR), |_, g, keep, reference| {
        reference.v = 0.99 * reference.v + 0.01 * g * g;
        reference.w = keep * reference.w - LR * g / (reference.v.sqrt() + 1e-8);
    });
    check!(Adagrad, Adagrad::new(LR), |_, g, keep, reference| {
        reference.v += g * g;
        reference.w = keep * reference.w - LR * g / (reference.v.sqrt() + 1e-10);
    });
    check!(Adadelta, Adadelta::new(LR), |_, g, keep, reference| {
        reference.v = 0.9 * reference.v + 0.1 * g * g;
        let d = ((reference.u + 1e-6) / (reference.v + 1e-6)).sqrt() * g;
        reference.u = 0.9 * reference.u + 0.1 * d * d;
        reference.w = keep * reference.w - LR * d;
    });
    check!(Adamax, Adamax::new(LR), |step, g, keep, reference| {
        reference.m = 0.9 * reference.m + 0.1 * g;
        reference.u = (0.999 * reference.u).max(g.abs() + 1e-8);
        reference.w = keep * reference.w - LR / (1.0 - 0.9_f64.powi(step as i32)) * reference.m / reference.u;
    });
    check!(Asgd, Asgd::new(LR).lambd(0.5), |step, g, keep, reference| {
        let eta = LR / (1.0 + 0.5 * LR * (step - 1) as f64).powf(0.75);
        reference.w = (1.0 - 0.5 * eta) * keep * reference.w - eta * g;
    });
    check!(NAdam, NAdam::new(LR), |step, g, keep, reference| {
        let mu = |step: u64| 0.9 * (1.0 - 0.5 * 0.96_f64.powf(step as f64 * 4e-3));
        let product = |steps: u64| (1..=steps).map(mu).product::<f64>();
        reference.m = 0.9 * reference.m + 0.1 * g;
        reference.v = 0.999 * reference.v + 0.001 * g * g;
        let direction =
            (1.0 - mu(step)) / (1.0 - product(step)) * g + mu(step + 1) / (1.0 - product(step + 1)) * reference.m;
        let root = (reference.v / (1.0 - 0.999_f64.powi(step as i32))).sqrt();
        reference.w = keep * reference.w - LR * direction / (root + 1e-8);
    });
    check!(RAdam, RAdam::new(LR), |step, g, keep, reference| {
        assert!(step < 6);
        reference.m = 0.9 * reference.m + 0.1 * g;
        reference.w = keep * reference.w - LR * reference.m / (1.0 - 0.9_f64.powi(step as i32));
    });
    check!(RmsPropMomentum, RmsPropMomentum::new(LR, 0.5), |_, g, keep, reference| {
        reference.v = 0.99 * reference.v + 0.01 * g * g;
        reference.m = 0.5 * reference.m + g / (reference.v.sqrt() + 1e-8);
        reference.w = keep * reference.w - LR * reference.m;
    });
    check!(Rprop, Rprop::new(LR), |step, g, keep, reference| {
        reference.u = if step == 1 { LR } else { 1.2 * reference.u };
        reference.w = keep * reference.w - reference.u * g.signum();
    });
    check!(SparseAdam, SparseAdam::new(LR), |step, g, keep, reference| {
        reference.m = 0.9 * reference.m + 0.1 * g;
        reference.v = 0.999 * reference.v + 0.001 * g * g;
        let [first, second] = [0.9_f64, 0.999].map(|beta| 1.0 - beta.powi(step as i32));
        reference.w = keep * reference.w - LR * second.sqrt() / first * reference.m / (reference.v.sqrt() + 1e-8);
    });
    check!(Lion, Lion::new(LR), |_, g, keep, reference| {
        reference.w = keep * reference.w - LR * (0.9 * reference.m + 0.1 * g).signum();
        reference.m = 0.99 * reference.m + 0.01 * g;
    });
}

fn every_rule_at_every_size<T: Float>() {
    macro_rules! sizes {
        ($($inputs:literal $outputs:literal)*) => {
            $(each_rule::<T, Linear<dim![$inputs], dim![$outputs], WithBias, T>>($inputs * $outputs);)*
        };
    }
    sizes!(1 1 3 1 1 5 7 3 16 16 3 33 65 9 129 7);
}
both!(every_rule_at_every_size);
