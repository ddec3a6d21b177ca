//! 7.2 Gradient Descent Convergence: on convex quadratics, whose gradient has the Lipschitz constant L, a rate of at most 1/L
//! converges, and one above 2/L does not.

use nn::init::{Initializer, Normal, Orthogonal};
use nn::optim::Optimizer;
use nn::prelude::*;

/// f(x) = (x - best)^T A (x - best) / 2, with A symmetric and no eigenvalue below 0: the minimum is 0.
struct Quadratic<D: Dim> {
    a: Box<Tensor<(D, D), f64>>,
    best: Box<Tensor<(D,), f64>>,
    /// The largest eigenvalue of A: the Lipschitz constant of the gradient.
    lipschitz: f64,
}

impl<D: Dim> Quadratic<D> {
    /// A = Q^T diag(eigenvalues) Q with a random Q: eigenvalues over four orders of magnitude, some of them 0.
    fn random(seed: u64) -> Self {
        let mut rng = nn::init::rng(seed);
        let mut q = Tensor::<(D, D), f64>::zeros();
        Orthogonal.fill(q.as_mut_slice(), D::SIZE, D::SIZE, &mut rng);
        let mut exponents = vec![0.0_f64; D::SIZE];
        Normal { std: 1.0 }.fill(&mut exponents, 1, 1, &mut rng);
        let eigenvalues: Vec<f64> = exponents
            .iter()
            .enumerate()
            .map(|(i, exponent)| if i % 4 == 3 { 0.0 } else { 10_f64.powf(exponent.clamp(-2.0, 2.0)) })
            .collect();
        let a =
            Tensor::<(D, D), f64>::from_fn(|[i, j]| (0..D::SIZE).map(|k| q[[k, i]] * eigenvalues[k] * q[[k, j]]).sum());
        let mut best = Tensor::zeros();
        Normal { std: 1.0 }.fill(Tensor::as_mut_slice(&mut best), 1, 1, &mut rng);
        Self { a, best, lipschitz: eigenvalues.into_iter().fold(0.0, f64::max) }
    }

    /// f(x) and its gradient A (x - best).
    fn at(&self, x: &Tensor<(D,), f64>) -> (f64, Box<Tensor<(D,), f64>>) {
        let away = Tensor::<(D,), f64>::from_fn(|[i]| x[[i]] - self.best[[i]]);
        let gradient = Tensor::<(D,), f64>::from_fn(|[i]| (0..D::SIZE).map(|j| self.a[[i, j]] * away[[j]]).sum());
        (0.5 * away.iter().zip(&*gradient).map(|(away, g)| away * g).sum::<f64>(), gradient)
    }

    /// The values of f before and after each step at this rate, and the square of the distance at the start.
    fn descend(&self, eta: f64, steps: u64, seed: u64) -> (Vec<f64>, f64) {
        let mut x = Tensor::<(D,), f64>::zeros();
        Normal { std: 3.0 }.fill(Tensor::as_mut_slice(&mut x), 1, 1, &mut nn::init::rng(seed));
        let distance = x.iter().zip(&*self.best).map(|(x, best)| (x - best) * (x - best)).sum();
        let mut values = vec![self.at(&x).0];
        for step in 1..=steps {
            let gradient = self.at(&x).1;
            Sgd::new(eta).step(step, &mut *x, &gradient, &mut ());
            values.push(self.at(&x).0);
        }
        (values, distance)
    }
}

/// At a rate of at most 1/L the loss never rises, and f(x_k) - f* <= |x_0 - x*|^2 / (2 eta k).
fn converges<D: Dim>(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let quadratic = Quadratic::<D>::random(seed);
        for part in [1.0, 0.5, 0.1, 0.01] {
            let eta = part / quadratic.lipschitz;
            let (values, distance) = quadratic.descend(eta, 300, 1000 + seed);
            // Rounding is relative to the start.
            let rounding = 1e-14 * values[0];
            assert!(values.windows(2).all(|pair| pair[1] <= pair[0] + rounding), "seed {seed}, {part} / L: loss rises");
            for (k, value) in values.iter().enumerate().skip(1) {
                let bound = distance / (2.0 * eta * k as f64);
                assert!(*value <= bound + rounding, "seed {seed}, {part} / L, step {k}: {value} above {bound}");
            }
            assert!(values[300] < values[0]);
        }
    }
}

/// At a rate above 2/L the loss rises beyond all bounds.
fn diverges<D: Dim>(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let quadratic = Quadratic::<D>::random(seed);
        let (values, _) = quadratic.descend(2.1 / quadratic.lipschitz, 400, 1000 + seed);
        // Along the steepest direction each step multiplies the distance by -1.1, so the loss by 1.21.
        assert!(values[400] > 1e10 * values[0], "seed {seed}: from {} to {}", values[0], values[400]);
        assert!(values[300..].windows(2).all(|pair| pair[1] > 1.2 * pair[0]), "seed {seed}");
    }
}

#[test]
fn converges_at_rates_up_to_one_over_l() {
    converges::<dim![1]>(0..20);
    converges::<dim![2]>(20..60);
    converges::<dim![5]>(60..90);
    converges::<dim![12]>(90..100);
}

#[test]
fn diverges_at_rates_above_two_over_l() {
    diverges::<dim![1]>(0..20);
    diverges::<dim![2]>(20..60);
    diverges::<dim![5]>(60..100);
    diverges::<dim![12]>(100..120);
}
