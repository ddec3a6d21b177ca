//! Training a network through another one: separate forward and backward passes, and the gradient with respect to the
//! input.

#![allow(missing_docs)]

use nn::Parameters;
use nn::gradient_check::fill;
use nn::prelude::*;

type Batch = dim![4];

network! {
    #[dtype(f64)]
    struct Generator {
        fc1: Linear<3, 5>,
        fc2: Linear<5, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().tanh().fc2()
    }
}

network! {
    #[dtype(f64)]
    struct Discriminator {
        fc1: Linear<2, 6>,
        fc2: Linear<6, 3>,
    }
    fn forward(x: Tensor<2>) -> Tensor<3> {
        x.fc1().sigmoid().fc2()
    }
}

network! {
    #[dtype(f64)]
    struct Both {
        generator: Generator,
        discriminator: Discriminator,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.generator().discriminator()
    }
}

network! {
    #[dtype(f64)]
    struct Several {
        left: Linear<2, 3>,
        right: Linear<4, 3>,
    }
    fn forward(a: Tensor<2>, b: Tensor<2, 2>) -> (Tensor<3>, Tensor<3>) {
        let b = b.flatten().right();
        let h = a.left().tanh() + b;
        (h, b)
    }
}

fn random<D: Dim>(seed: u64) -> Box<Tensor<(Batch, D), f64>> {
    let mut x = Tensor::zeros();
    fill(Tensor::as_mut_slice(&mut x), &mut nn::init::rng(seed));
    x
}

fn classes() -> Box<Tensor<shape![Batch], Class<dim![3]>>> {
    Tensor::<shape![Batch], Class<dim![3]>>::from_fn(|[b]| Class::new(b % 3).unwrap())
}

/// Bit-identical to one network that contains both, over steps of an optimiser with state.
#[test]
fn trains_one_network_through_another() {
    let mut both = Session::<Both, Adam, Batch>::new(Adam::new(0.01), 1);
    both.freeze(&["discriminator"]).unwrap();
    let mut generator = Session::<Generator, Adam, Batch>::from_network(&both.network.generator, Adam::new(0.01), 1);
    let mut discriminator =
        Session::<Discriminator, Sgd, Batch>::from_network(&both.network.discriminator, Sgd::new(0.1), 1);
    let mut dy = Tensor::<shape![Batch, 2], f64>::full(f64::NAN);
    for step in 0..20 {
        let x = random::<dim![3]>(step);
        let whole = both.step(&x, &CrossEntropy, &classes());
        let parts = discriminator.input_gradient(generator.forward(&x), &CrossEntropy, &classes(), &mut dy);
        generator.backward(&x, &dy);
        generator.update();
        assert_eq!(whole, parts);
        assert_eq!(both.gradient.discriminator.as_slice(), discriminator.gradient.as_slice());
        assert_eq!(both.gradient.generator.as_slice(), generator.gradient.as_slice());
        assert_eq!(both.network.generator.as_slice(), generator.network.as_slice());
    }
    assert_eq!((discriminator.steps(), generator.steps()), (0, 20));
}

/// With respect to every input, by central differences.
#[test]
fn gradient_with_respect_to_several_inputs() {
    let mut session = Session::<Several, Sgd, Batch>::new(Sgd::new(0.1), 3);
    let (mut a, mut b) = (random::<dim![2]>(1), Tensor::<shape![Batch, 2, 2], f64>::zeros());
    fill(Tensor::as_mut_slice(&mut b), &mut nn::init::rng(2));
    let (p, q) = (random::<dim![3]>(3), random::<dim![3]>(4));
    let (mut da, mut db) = (Tensor::full(f64::NAN), Tensor::full(f64::NAN));
    let (mut unused_a, mut unused_b) = (a.clone(), b.clone());
    session.input_gradient((&a, &b), &(Mse, Mse), (&p, &q), (&mut da, &mut db));
    let mut loss = |a: &_, b: &_| session.input_gradient((a, b), &(Mse, Mse), (&p, &q), (&mut unused_a, &mut unused_b));
    let slope = |at: &mut dyn FnMut(f64) -> f64, here: f64| {
        let step = 1e-4;
        let slope = (8.0 * (at(here + step) - at(here - step)) - (at(here + 2.0 * step) - at(here - 2.0 * step)))
            / (12.0 * step);
        at(here);
        slope
    };
    for i in 0..8 {
        let here = a.as_slice()[i];
        let slope = slope(
            &mut |value| {
                a.as_mut_slice()[i] = value;
                loss(&a, &b)
            },
            here,
        );
        assert!((da.as_slice()[i] - slope).abs() < 1e-9, "a {i}: {}, not {slope}", da.as_slice()[i]);
    }
    for i in 0..16 {
        let here = b.as_slice()[i];
        let slope = slope(
            &mut |value| {
                b.as_mut_slice()[i] = value;
                loss(&a, &b)
            },
            here,
        );
        assert!((db.as_slice()[i] - slope).abs() < 1e-9, "b {i}: {}, not {slope}", db.as_slice()[i]);
    }
}

/// Separate passes and whole steps may be mixed; an input gradient does not affect what is accumulated after it.
#[test]
fn separate_passes_accumulate_like_whole_steps() {
    let sessions = [1, 1].map(|seed| Session::<Discriminator, Sgd, Batch>::new(Sgd::new(0.1), seed));
    let [mut wholes, mut halves] = sessions;
    let (x1, x2) = (random::<dim![2]>(1), random::<dim![2]>(2));
    wholes.accumulate(&x1, &CrossEntropy, &classes());
    wholes.accumulate(&x2, &CrossEntropy, &classes());
    wholes.update();

    let mut dx = Tensor::<shape![Batch, 2], f64>::zeros();
    halves.accumulate(&random::<dim![2]>(3), &CrossEntropy, &classes());
    halves.input_gradient(&x2, &CrossEntropy, &classes(), &mut dx);
    halves.accumulate(&x1, &CrossEntropy, &classes());
    let mut dy = Tensor::<shape![Batch, 3], f64>::zeros();
    Loss::<shape![3], f64>::gradient(&CrossEntropy, halves.forward(&x2), &*classes(), &mut *dy);
    halves.backward(&x2, &dy);
    halves.update();
    assert_eq!(wholes.gradient.as_slice(), halves.gradient.as_slice());
    assert_eq!(wholes.network.as_slice(), halves.network.as_slice());
}

/// The gradient of the network that is computed beside the input gradient is usable: both may learn from one pass.
#[test]
fn update_after_input_gradient_equals_step() {
    let sessions = [1, 1].map(|seed| Session::<Discriminator, Sgd, Batch>::new(Sgd::new(0.1), seed));
    let [mut alone, mut both] = sessions;
    let x = random::<dim![2]>(1);
    let mut dx = Tensor::<shape![Batch, 2], f64>::zeros();
    alone.step(&x, &CrossEntropy, &classes());
    both.input_gradient(&x, &CrossEntropy, &classes(), &mut dx);
    both.update();
    assert_eq!(alone.network.as_slice(), both.network.as_slice());
    assert!(dx.norm() > 0.0);
}
