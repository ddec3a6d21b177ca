//! 3.1 Cross-Entropy Loss: L = -sum y_i ln(p_i) for one sample, and dL/dp_i = -y_i / p_i.

use nn::gradient_check::fill;
use nn::prelude::*;

type One = Tensor<shape![1, 5], f64>;

/// Five probabilities, none of them near 0.
fn probabilities(seed: u64) -> One {
    let mut x = [0.0; 5];
    fill(&mut x, &mut nn::init::rng(seed));
    let sum: f64 = x.iter().map(|x| x.exp()).sum();
    Tensor::new([x.map(|x| x.exp() / sum)])
}

fn loss_and_gradient(p: &One, y: &One) -> (f64, One) {
    let mut dp = Tensor::new([[f64::NAN; 5]]);
    let loss = Loss::<shape![5], f64>::gradient(&ProbabilityCrossEntropy, p, y, &mut dp);
    (loss, dp)
}

/// The label is 1 for one class and 0 for the others: one term of the sum is left.
#[test]
fn loss_of_a_label() {
    for seed in 0..20 {
        let p = probabilities(seed);
        for class in 0..5 {
            let mut y = [0.0; 5];
            y[class] = 1.0;
            let (loss, dp) = loss_and_gradient(&p, &Tensor::new([y]));
            assert!((loss + p[[0, class]].ln()).abs() < 1e-15);
            for (i, &dp) in dp.iter().enumerate() {
                assert!((dp - if i == class { -1.0 / p[[0, i]] } else { 0.0 }).abs() < 1e-13);
            }
        }
    }
}

#[test]
fn loss_of_a_distribution() {
    for seed in 0..20 {
        let (p, y) = (probabilities(seed), probabilities(100 + seed));
        let (loss, dp) = loss_and_gradient(&p, &y);
        let expected: f64 = -y.iter().zip(&p).map(|(y, p)| y * p.ln()).sum::<f64>();
        assert!((loss - expected).abs() < 1e-14);
        for ((dp, y), p) in dp.iter().zip(&y).zip(&p) {
            assert!((dp + y / p).abs() < 1e-13);
        }
    }
}

/// The loss of a batch is the mean over its samples; the loss from logits equals that of their softmax.
#[test]
fn loss_of_a_batch_and_from_logits() {
    let mut logits = Tensor::<shape![7, 5], f64>::zeros();
    fill(Tensor::as_mut_slice(&mut logits), &mut nn::init::rng(5));
    let classes = Tensor::<shape![7], Class<dim![5]>>::from_fn(|[b]| Class::new((3 * b) % 5).unwrap());
    let labels = Tensor::<shape![7, 5], f64>::from_fn(|[b, i]| f64::from(classes[[b]].index() == i));
    let p = logits.softmax();
    let mut dp = Tensor::<shape![7, 5], f64>::full(f64::NAN);
    let loss = Loss::<shape![5], f64>::gradient(&ProbabilityCrossEntropy, &p, &labels, &mut dp);
    let singles = (0..7).map(|b| -p[[b, classes[[b]].index()]].ln());
    assert!((loss - singles.sum::<f64>() / 7.0).abs() < 1e-14);
    for ((dp, y), p) in dp.iter().zip(labels.iter()).zip(p.iter()) {
        assert!((dp + y / p / 7.0).abs() < 1e-13);
    }
    let from_logits = Loss::<shape![5], f64>::value(&CrossEntropy, &*logits, &*classes);
    assert!((from_logits - loss).abs() < 1e-14);
}
