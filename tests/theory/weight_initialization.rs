//! 5.2 Weight Initialization: W ~ N(0, sqrt(2 / (n_in + n_out))).

use nn::init::{Initializer, XavierNormal, XavierUniform};
use nn::prelude::*;

network! {
    struct Normal {
        wide: Linear<300, 100, init = XavierNormal>,
        narrow: Linear<100, 20, init = XavierNormal>,
        square: Linear<20, 20, init = XavierNormal>,
    }
    fn forward(x: Tensor<300>) -> Tensor<20> {
        x.wide().narrow().square()
    }
}

network! {
    struct Uniform {
        wide: Linear<300, 100, init = XavierUniform>,
        narrow: Linear<100, 20, init = XavierUniform>,
        square: Linear<20, 20, init = XavierUniform>,
    }
    fn forward(x: Tensor<300>) -> Tensor<20> {
        x.wide().narrow().square()
    }
}

/// Mean, variance and kurtosis of the weights of one layer over many networks.
struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
    kurtosis: f64,
}

fn moments(weights: &[f32]) -> Moments {
    let count = weights.len() as f64;
    let mean = weights.iter().map(|&w| f64::from(w)).sum::<f64>() / count;
    let central = |power| weights.iter().map(|&w| (f64::from(w) - mean).powi(power)).sum::<f64>() / count;
    let variance = central(2);
    Moments { count, mean, variance, kurtosis: central(4) / (variance * variance) }
}

/// Each moment is within five standard errors of its expected value; `kurtosis` is 3 for a normal distribution, 1.8 for
/// a uniform one.
#[track_caller]
fn check(layer: &str, weights: &[f32], n_in: usize, n_out: usize, kurtosis: f64) {
    let found = moments(weights);
    let variance = 2.0 / (n_in + n_out) as f64;
    let error = 5.0 * (variance / found.count).sqrt();
    assert!(found.mean.abs() < error, "{layer}: mean {}", found.mean);
    let error = 5.0 * variance * ((kurtosis - 1.0) / found.count).sqrt();
    assert!((found.variance - variance).abs() < error, "{layer}: variance {}, not {variance}", found.variance);
    // The kurtosis of n normal values has a standard error of sqrt(24 / n), that of uniform ones a smaller one.
    let error = 5.0 * (24.0 / found.count).sqrt();
    assert!((found.kurtosis - kurtosis).abs() < error, "{layer}: kurtosis {}, not {kurtosis}", found.kurtosis);
}

#[test]
fn xavier_normal_samples_have_expected_moments() {
    let (mut wide, mut narrow, mut square) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..50 {
        let network = Normal::new(seed);
        wide.extend_from_slice(network.wide.weight.as_slice());
        narrow.extend_from_slice(network.narrow.weight.as_slice());
        square.extend_from_slice(network.square.weight.as_slice());
        assert!([&network.narrow.bias, &network.square.bias].iter().all(|bias| bias.iter().all(|&b| b == 0.0)));
    }
    check("wide", &wide, 300, 100, 3.0);
    check("narrow", &narrow, 100, 20, 3.0);
    check("square", &square, 20, 20, 3.0);
}

#[test]
fn xavier_uniform_samples_have_same_variance() {
    let (mut wide, mut narrow, mut square) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..50 {
        let network = Uniform::new(seed);
        wide.extend_from_slice(network.wide.weight.as_slice());
        narrow.extend_from_slice(network.narrow.weight.as_slice());
        square.extend_from_slice(network.square.weight.as_slice());
    }
    check("wide", &wide, 300, 100, 1.8);
    check("narrow", &narrow, 100, 20, 1.8);
    check("square", &square, 20, 20, 1.8);
}

/// The purpose of the rule: a linear layer with as many outputs as inputs preserves the variance of its input.
#[test]
fn preserves_signal_variance() {
    const WIDTH: usize = 200;
    let mut signal = vec![0.0_f32; WIDTH];
    nn::init::Normal { std: 1.0 }.fill(&mut signal, 1, 1, &mut nn::init::rng(4));
    let mut weights = vec![0.0_f32; WIDTH * WIDTH];
    for layer in 0..10 {
        XavierNormal.fill(&mut weights, WIDTH, WIDTH, &mut nn::init::rng(100 + layer));
        let sum = |out| signal.iter().enumerate().map(|(i, x)| x * weights[i * WIDTH + out]).sum();
        signal = (0..WIDTH).map(sum).collect();
    }
    // Each layer multiplies the variance by a random number near 1, whose standard deviation is sqrt(2 / 200).
    let variance = moments(&signal).variance;
    assert!((0.25..4.0).contains(&variance), "{variance}");
}
