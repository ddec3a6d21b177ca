//! 6.2 L2 Regularization: lambda sum W^2 is added to the loss, 2 lambda W to the gradient.

use nn::Parameters;
use nn::parameters::Role;
use nn::prelude::*;

network! {
    #[dtype(f64)]
    struct Net {
        fc1: Linear<3, 4>,
        fc2: Linear<4, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().tanh().fc2()
    }
}

const LAMBDA: f64 = 0.03;
const ETA: f64 = 0.1;

type Inputs = Tensor<shape![5, 3], f64>;
type Targets = Tensor<shape![5, 2], f64>;

fn data() -> (Box<Inputs>, Box<Targets>) {
    let x = Inputs::from_fn(|[i, j]| ((4 * i + 3 * j) % 7) as f64 / 3.0 - 1.0);
    (x, Targets::from_fn(|[i, j]| ((i + 2 * j) % 3) as f64 - 1.0))
}

/// Which parameters of the network are weights rather than biases.
fn weights() -> Vec<bool> {
    let mut weights = Vec::new();
    Net::LAYOUT.for_each(|param| weights.extend(vec![param.role == Role::Weight; param.size()]));
    weights
}

/// The loss plus lambda sum W^2, over the weights, or over the biases, too.
fn regularised(network: &Net, everywhere: bool) -> f64 {
    let (x, y) = data();
    let loss: f64 = Loss::<shape![2], f64>::value(&Mse, &*network.forward(&x), &*y);
    let squares = network.as_slice().iter().zip(weights()).filter(|&(_, weight)| weight || everywhere);
    loss + LAMBDA * squares.map(|(w, _)| w * w).sum::<f64>()
}

/// The change in one step, divided by -eta, is the gradient of the regularised loss.
fn check(sgd: Sgd, everywhere: bool) {
    let (x, y) = data();
    let mut session = Session::<Net, Sgd, dim![5]>::new(sgd, 2);
    let mut before = Net::new(2);
    session.step(&x, &Mse, &y);
    for i in 0..Net::PARAMETERS {
        let here = before.as_slice()[i];
        let mut at = |w: f64| {
            before.as_mut_slice()[i] = w;
            regularised(&before, everywhere)
        };
        let step = 1e-4;
        let near = at(here + step) - at(here - step);
        let far = at(here + 2.0 * step) - at(here - 2.0 * step);
        at(here);
        let slope = (8.0 * near - far) / (12.0 * step);
        let taken = (here - session.network.as_slice()[i]) / ETA;
        assert!((taken - slope).abs() <= 1e-6 * slope.abs().max(1e-3), "number {i}: {taken}, not {slope}");
    }
}

#[test]
fn gradient_matches_regularised_loss() {
    check(Sgd::new(ETA).l2(LAMBDA), false);
    check(Sgd::new(ETA).l2(LAMBDA).decay_everywhere(), true);
}

#[test]
fn adds_two_lambda_w_to_the_gradient() {
    let (x, y) = data();
    let mut session = Session::<Net, Sgd, dim![5]>::new(Sgd::new(ETA).l2(LAMBDA), 3);
    for _ in 0..100 {
        let old = session.network.as_slice().to_vec();
        session.step(&x, &Mse, &y);
        let gradient = session.gradient.as_slice().iter().zip(weights());
        for ((new, old), (g, weight)) in session.network.as_slice().iter().zip(old).zip(gradient) {
            let g = if weight { g + 2.0 * LAMBDA * old } else { *g };
            assert_eq!(new.to_bits(), (old - ETA * g).to_bits());
        }
    }
}

#[test]
fn keeps_weights_small() {
    let (x, y) = data();
    let size = |lambda| {
        let mut session = Session::<Net, Sgd, dim![5]>::new(Sgd::new(ETA).l2(lambda), 4);
        (0..2000).for_each(|_| {
            session.step(&x, &Mse, &y);
        });
        let squares = session.network.as_slice().iter().zip(weights()).filter(|&(_, weight)| weight);
        squares.map(|(w, _)| w * w).sum::<f64>()
    };
    let sizes = [0.0, 0.001, 0.01, 0.1].map(size);
    assert!(sizes.windows(2).all(|pair| pair[1] < pair[0]), "{sizes:?}");
}
