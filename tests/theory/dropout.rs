//! 6.2 Dropout: in training, each element becomes 0 with probability p, and the others are divided by 1 - p, which preserves the
//! expected value.

use nn::gradient_check::fill;
use nn::layers::{Dropout, Layer, Pass, StepContext};
use nn::parameters::Gradient;
use nn::prelude::*;

type Batch = dim![100];
type Values = Tensor<shape![Batch, 50], f64>;
const COUNT: f64 = 5000.0;

fn random(seed: u64) -> Box<Values> {
    let mut x = Values::zeros();
    fill(Tensor::as_mut_slice(&mut x), &mut nn::init::rng(seed));
    x
}

fn train<const MILLIONTHS: u32>(x: &Values, step: u64) -> Box<Values> {
    let mut y = Values::full(f64::NAN);
    Layer::<shape![50], f64>::forward_train(&Dropout::<MILLIONTHS>, x, &mut y, &mut (), StepContext::new(1, step));
    y
}

/// Each element is 0 or x / (1 - p). The number of zeros is binomial, and must be within five standard deviations of its mean.
fn zeros_and_scale<const MILLIONTHS: u32>() {
    let p = f64::from(MILLIONTHS) / 1e6;
    for step in 0..20 {
        let x = random(step);
        let y = train::<MILLIONTHS>(&x, step);
        let zeros = y.iter().filter(|&&y| y == 0.0).count() as f64;
        assert!((zeros - p * COUNT).abs() <= 5.0 * (COUNT * p * (1.0 - p)).sqrt(), "step {step}: {zeros} zeros");
        for (x, y) in x.iter().zip(y.iter()).filter(|&(_, y)| *y != 0.0) {
            assert!((y - x / (1.0 - p)).abs() <= 1e-15 * y.abs());
        }
    }
}

#[test]
fn elements_are_zeroed_with_probability_p_or_scaled() {
    zeros_and_scale::<0>();
    zeros_and_scale::<100_000>();
    zeros_and_scale::<500_000>();
    zeros_and_scale::<900_000>();
}

/// The mean of each output over many steps is its input x, with a standard error of |x| sqrt(p / (1 - p) / steps).
fn expectation<const MILLIONTHS: u32>() {
    const STEPS: u64 = 2000;
    let p = f64::from(MILLIONTHS) / 1e6;
    let x = random(3);
    let mut sums = Values::zeros();
    (0..STEPS).for_each(|step| *sums += &train::<MILLIONTHS>(&x, step));
    let error = (p / (1.0 - p) / STEPS as f64).sqrt();
    let off = |x: f64, sum: f64| (sum / STEPS as f64 / x - 1.0) / error;
    let mut squares = 0.0;
    for (x, sum) in x.iter().zip(sums.iter()) {
        assert!(off(*x, *sum).abs() < 6.0, "{x}: {}", sum / STEPS as f64);
        squares += off(*x, *sum).powi(2);
    }
    // The sum of the squared errors is chi-squared with `COUNT` degrees of freedom: within five standard deviations of its mean.
    assert!((squares - COUNT).abs() < 5.0 * (2.0 * COUNT).sqrt(), "{squares}");
}

#[test]
fn preserves_expected_value() {
    expectation::<200_000>();
    expectation::<500_000>();
    expectation::<800_000>();
}

/// The backward pass multiplies each element by the same factor as the forward pass.
#[test]
fn gradient_uses_mask_of_forward_pass() {
    for step in 0..10 {
        let (x, dy) = (random(step), random(100 + step));
        let (y, context) = (train::<300_000>(&x, step), StepContext::new(1, step));
        let mut dx = Values::full(f64::NAN);
        let place = Some(Gradient::set(&mut *dx));
        let mut nothing = Dropout::<300_000>;
        let none = Gradient::set(&mut nothing);
        let pass = Pass { x: &*x, y: &*y, saved: &mut (), dy: &*dy };
        Layer::<shape![50], f64>::backward(&Dropout::<300_000>, pass, place, none, context);
        for (((x, y), dy), dx) in x.iter().zip(y.iter()).zip(dy.iter()).zip(dx.iter()) {
            assert!((dx - dy * (y / x)).abs() < 1e-14);
        }
    }
}

network! {
    #[dtype(f64)]
    struct Net {
        fc: Linear<50, 50>,
    }
    fn forward(x: Tensor<50>) -> Tensor<50> {
        x.fc().tanh().dropout::<0.5>()
    }
}

/// In a network, the zeros differ between steps, are the same for the same seed, and do not occur in inference.
#[test]
fn active_only_in_training() {
    let x = random(7);
    let mut sessions = [1, 1].map(|seed| Session::<Net, Sgd, Batch>::new(Sgd::new(0.0), seed));
    let whole = sessions[0].network.forward(&x);
    let mut before = Values::zeros();
    for _ in 0..10 {
        let [y, again] = sessions.each_mut().map(|session| {
            let y = session.forward(&x).to_boxed();
            session.backward(&x, &y);
            session.update();
            y
        });
        assert_eq!(y.as_slice(), again.as_slice());
        assert!(y.iter().zip(whole.iter()).all(|(y, whole)| *y == 0.0 || *y == 2.0 * whole));
        let others = y.iter().zip(before.iter()).filter(|&(y, before)| (*y == 0.0) != (*before == 0.0)).count() as f64;
        assert!((others - 0.5 * COUNT).abs() < 5.0 * (0.25 * COUNT).sqrt(), "{others}");
        before = y;
    }
    assert_eq!(sessions[0].network.forward(&x).as_slice(), whole.as_slice());
}
