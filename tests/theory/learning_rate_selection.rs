//! 5.3 Learning Rate Selection: W_new = W_old - eta dL/dW; too large overshoots, too small is slow.

use nn::Parameters;
use nn::prelude::*;

network! {
    struct Small {
        fc1: Linear<3, 5>,
        fc2: Linear<5, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().tanh().fc2()
    }
}

#[test]
fn step_is_bit_identical_to_formula() {
    let x = Tensor::<shape![4, 3]>::from_fn(|[i, j]| ((3 * i + 5 * j) % 7) as f32 / 3.0 - 1.0);
    let y = Tensor::<shape![4, 2]>::from_fn(|[i, j]| ((i + 2 * j) % 3) as f32 - 1.0);
    let mut session = Session::<Small, Sgd, dim![4]>::new(Sgd::new(0.1), 5);
    for step in 0..100 {
        session.optimizer.lr = 0.1 / (1.0 + 0.01 * f64::from(step));
        let eta = session.optimizer.lr as f32;
        let old = session.network.as_slice().to_vec();
        session.step(&x, &Mse, &y);
        for ((new, old), g) in session.network.as_slice().iter().zip(old).zip(session.gradient.as_slice()) {
            assert_eq!(new.to_bits(), (old - eta * g).to_bits());
        }
    }
}

network! {
    #[dtype(f64)]
    struct Slope {
        w: Linear<1, 1, bias = false>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.w()
    }
}

/// The distances of w from 3 while L = (w - 3)^2 / 2 is minimised from w = 0: the gradient is w - 3.
fn distances(eta: f64, steps: usize) -> Vec<f64> {
    // Mse's gradient is 2 (w - 3) for one sample, hence half the rate.
    let mut session = Session::<Slope, Sgd, dim![1]>::new(Sgd::new(eta / 2.0), 1);
    session.network.w.weight.fill(0.0);
    let step = |_| {
        session.step(&Tensor::new([[1.0]]), &Mse, &Tensor::new([[3.0]]));
        session.network.w.weight[[0, 0]] - 3.0
    };
    (0..steps).map(step).collect()
}

#[test]
fn small_rate_converges_slowly() {
    let needed = |eta| distances(eta, 10_000).iter().position(|distance| distance.abs() < 1e-3).unwrap();
    assert!(needed(0.01) > 5 * needed(0.1));
    assert!(needed(0.1) > 5 * needed(0.9));
    // It approaches from one side.
    assert!(distances(0.1, 100).iter().all(|&distance| distance < 0.0));
}

#[test]
fn large_rate_overshoots() {
    // Past the minimum and back, nearer each time.
    let swinging = distances(1.5, 20);
    assert!(swinging.windows(2).all(|pair| pair[0] * pair[1] < 0.0 && pair[1].abs() < pair[0].abs()));
    // Past the minimum and back, farther each time.
    let away = distances(2.5, 20);
    assert!(away.windows(2).all(|pair| pair[0] * pair[1] < 0.0 && pair[1].abs() > pair[0].abs()));
}
