//! 5.1 Vanishing/Exploding Gradients: the gradient norms of 30 layers, with weights that are too small and too large,
//! and with each of the remedies.

use nn::Parameters;
use nn::init::{Initializer, Normal, XavierNormal};
use nn::layers::{Linear, WithBias};
use nn::prelude::*;

type Width = dim![32];
const DEPTH: usize = 30;

network! {
    #[dtype(f64)]
    struct Plain {
        fc: Linear<32, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x.fc().tanh()
    }
}

network! {
    #[dtype(f64)]
    struct Normalised {
        fc: Linear<32, 32>,
        norm: BatchNorm1d<32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x.fc().norm().tanh()
    }
}

network! {
    #[dtype(f64)]
    struct Residual {
        fc: Linear<32, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x + x.fc().tanh()
    }
}

network! {
    /// Without an activation, growth is unbounded.
    #[dtype(f64)]
    struct WithoutActivation {
        fc: Linear<32, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x.fc()
    }
}

macro_rules! deep {
    ($($name:ident of $block:ident),*) => {
        $(
            network! {
                #[dtype(f64)]
                struct $name {
                    blocks: [$block; 30],
                }
                fn forward(x: Tensor<32>) -> Tensor<32> {
                    x.blocks()
                }
            }

            impl Deep for $name {
                fn layer(&mut self, depth: usize) -> &mut Linear<Width, Width, WithBias, f64> {
                    &mut self.blocks[depth].fc
                }
            }
        )*
    };
}
deep!(DeepPlain of Plain, DeepNormalised of Normalised, DeepResidual of Residual, DeepLinear of WithoutActivation);

/// A network of 30 equal blocks with a linear layer in each.
trait Deep: Network<Elem = f64, In = shape![32], Out = shape![32]> {
    fn layer(&mut self, depth: usize) -> &mut Linear<Width, Width, WithBias, f64>;
}

type Trained<Net> = Session<Net, Sgd, dim![16]>;

/// A session whose weights are drawn by this rule, and the data to learn.
fn session<Net: Deep>(rule: &impl Initializer, rate: f64, seed: u64) -> Box<Trained<Net>> {
    let mut session = Trained::<Net>::new(Sgd::new(rate), seed);
    let mut rng = nn::init::rng(seed);
    (0..DEPTH).for_each(|depth| session.network.layer(depth).init_with(rule, &mut rng));
    session
}

fn step<Net: Deep>(session: &mut Trained<Net>) -> f64 {
    let x = Tensor::<shape![16, 32], f64>::from_fn(|[b, i]| ((7 * b + 5 * i) as f64).sin());
    let y = Tensor::<shape![16, 32], f64>::from_fn(|[b, i]| 0.5 * ((3 * b + 11 * i) as f64).cos());
    session.step(&x, &Mse, &y)
}

/// The norm of each layer's gradient in the first step, from the first layer to the last.
fn norms<Net: Deep>(rule: &impl Initializer, seed: u64) -> Vec<f64> {
    let mut session = session::<Net>(rule, 0.0, seed);
    step(&mut session);
    let squares = |depth| session.gradient.layer(depth).as_slice().iter().map(|g| g * g).sum::<f64>();
    (0..DEPTH).map(squares).map(f64::sqrt).collect()
}

/// The ratio of the first layer's gradient norm to the last one's.
fn growth<Net: Deep>(rule: &impl Initializer, seed: u64) -> f64 {
    let norms = norms::<Net>(rule, seed);
    norms[0] / norms[DEPTH - 1]
}

/// Each layer multiplies by about std sqrt(32): 0.28 and 1.7.
const TOO_SMALL: Normal = Normal { std: 0.05 };
const TOO_LARGE: Normal = Normal { std: 0.3 };

#[test]
fn small_weights_vanish_gradients() {
    for seed in 0..3 {
        let norms = norms::<DeepPlain>(&TOO_SMALL, seed);
        assert!(norms[0] < 1e-12 * norms[DEPTH - 1], "seed {seed}: {norms:?}");
        assert!(norms.windows(6).step_by(5).all(|norms| norms[0] < 0.1 * norms[5]), "seed {seed}: {norms:?}");
    }
}

#[test]
fn large_weights_explode_gradients() {
    for seed in 0..3 {
        let mut session = session::<DeepLinear>(&TOO_LARGE, 0.01, seed);
        assert!(step(&mut session) > 1e8);
        assert!(session.gradient_norm() > 1e8, "seed {seed}: {}", session.gradient_norm());
        // Each step makes it worse.
        let worse = (0..10).map(|_| step(&mut session)).find(|loss| !loss.is_finite());
        assert!(worse.is_some(), "seed {seed}");
    }
}

#[test]
fn initialisation_prevents_both() {
    for seed in 0..3 {
        for growth in [growth::<DeepPlain>(&XavierNormal, seed), growth::<DeepLinear>(&XavierNormal, seed)] {
            assert!((0.05..20.0).contains(&growth), "seed {seed}: {growth}");
        }
        let mut session = session::<DeepLinear>(&XavierNormal, 0.001, seed);
        let losses: Vec<f64> = (0..20).map(|_| step(&mut session)).collect();
        assert!(losses[19] < losses[0] && session.gradient_norm() < 1e3, "seed {seed}: {losses:?}");
    }
}

/// The scale of the weights is divided out. What is left is the growth by about a fifth per layer due to batch
/// normalisation itself (Yang et al. 2019, A Mean Field Theory of Batch Normalization).
#[test]
fn batch_normalisation_prevents_both() {
    for seed in 0..3 {
        for rule in [TOO_SMALL, TOO_LARGE] {
            let growth = growth::<DeepNormalised>(&rule, seed).powf(1.0 / (DEPTH - 1) as f64);
            assert!((0.8..1.3).contains(&growth), "seed {seed}: {growth} a layer");
        }
        let mut session = session::<DeepNormalised>(&TOO_LARGE, 0.0, seed);
        assert!(step(&mut session) < 1.0 && session.gradient_norm() < 1e3, "seed {seed}: {}", session.gradient_norm());
    }
}

#[test]
fn residual_connections_prevent_vanishing() {
    for seed in 0..3 {
        let growth = growth::<DeepResidual>(&TOO_SMALL, seed);
        assert!((0.05..20.0).contains(&growth), "seed {seed}: {growth}");
    }
}

/// A gradient of any size yields a step of bounded size in its own direction.
#[test]
fn clipping_bounds_the_step() {
    for seed in 0..3 {
        let [mut clipped, mut whole] = [0.1, 0.0].map(|rate| session::<DeepLinear>(&TOO_LARGE, rate, seed));
        clipped.clip = Clip::Norm(1.0);
        let first = step(&mut clipped);
        step(&mut whole);
        let norm = whole.gradient_norm();
        for (clipped, g) in clipped.gradient.as_slice().iter().zip(whole.gradient.as_slice()) {
            assert!((clipped - g / norm).abs() < 1e-12);
        }
        for _ in 0..20 {
            let loss = step(&mut clipped);
            assert!(loss.is_finite() && clipped.gradient_norm() < 1.0 + 1e-12);
        }
        assert!(step(&mut clipped) < 0.1 * first, "seed {seed}: {first}");
    }
}
