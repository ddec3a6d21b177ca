//! 4.2 Computing Gradients Layer by Layer: of the last layer, dL/dW = X^T dL/dz and dL/db = sum dL/dz; of a hidden one,
//! the gradient from the next layer times the activation's derivative.

use nn::Parameters;
use nn::gradient_check::fill;
use nn::prelude::*;

type Batch = dim![6];
type Outputs = Tensor<shape![Batch, 3], f64>;
type Classes = Tensor<shape![Batch], Class<dim![3]>>;

network! {
    #[dtype(f64)]
    struct Last {
        fc: Linear<4, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.fc().softmax()
    }
}

network! {
    #[dtype(f64)]
    struct Logits {
        fc: Linear<4, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.fc()
    }
}

fn random<D: Dim>(seed: u64) -> Box<Tensor<(Batch, D), f64>> {
    let mut x = Tensor::zeros();
    fill(Tensor::as_mut_slice(&mut x), &mut nn::init::rng(seed));
    x
}

fn classes(seed: u64) -> Box<Classes> {
    Classes::from_fn(|[b]| Class::new((b + seed as usize) % 3).unwrap())
}

fn one_hot(classes: &Classes) -> Box<Outputs> {
    Outputs::from_fn(|[b, i]| f64::from(classes[[b]].index() == i))
}

#[track_caller]
fn same(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-13, "{found}, not {expected}");
    }
}

/// dL/dz of softmax and cross-entropy in the section's two steps: -y / p, then the Jacobian.
fn by_logits(p: &Outputs, y: &Outputs) -> Box<Outputs> {
    Outputs::from_fn(|[b, j]| {
        let by_probability = |i| -y[[b, i]] / p[[b, i]] / Batch::SIZE as f64;
        let jacobian = |i| if i == j { p[[b, i]] * (1.0 - p[[b, i]]) } else { -p[[b, i]] * p[[b, j]] };
        (0..3).map(|i| by_probability(i) * jacobian(i)).sum()
    })
}

#[test]
fn gradient_of_the_last_layer() {
    for seed in 0..10 {
        let mut session = Session::<Last, Sgd, Batch>::new(Sgd::new(0.1), seed);
        fill(session.network.as_mut_slice(), &mut nn::init::rng(seed));
        let (x, classes) = (random::<dim![4]>(100 + seed), classes(seed));
        let y = one_hot(&classes);
        session.gradients(&x, &ProbabilityCrossEntropy, &y);
        let p = x.matmul(&session.network.fc.weight).plus_row(&session.network.fc.bias).softmax();
        let dz = by_logits(&p, &y);
        // Both steps in one: dL/dz = p - y.
        let short = Outputs::from_fn(|at| (p[at] - y[at]) / Batch::SIZE as f64);
        same(dz.as_slice(), short.as_slice());
        same(session.gradient.fc.weight.as_slice(), x.t_matmul(&dz).as_slice());
        same(session.gradient.fc.bias.as_slice(), dz.sum_rows().as_slice());

        let mut from_logits = Session::<Logits, Sgd, Batch>::new(Sgd::new(0.1), seed);
        from_logits.network.as_mut_slice().copy_from_slice(session.network.as_slice());
        from_logits.gradients(&x, &CrossEntropy, &classes);
        same(from_logits.gradient.as_slice(), session.gradient.as_slice());
    }
}

network! {
    #[dtype(f64)]
    struct Hidden {
        fc1: Linear<4, 5>,
        fc2: Linear<5, 7>,
        fc3: Linear<7, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.fc1().tanh().fc2().relu().fc3()
    }
}

/// From layer to layer, only with matrix products and the derivatives of the activations.
#[test]
fn gradients_of_hidden_layers() {
    for seed in 0..10 {
        let mut session = Session::<Hidden, Sgd, Batch>::new(Sgd::new(0.1), seed);
        fill(session.network.as_mut_slice(), &mut nn::init::rng(seed));
        let (x, classes) = (random::<dim![4]>(100 + seed), classes(seed));
        session.gradients(&x, &CrossEntropy, &classes);
        let (net, gradient) = (&session.network, &session.gradient);

        let h1 = x.matmul(&net.fc1.weight).plus_row(&net.fc1.bias).map(f64::tanh);
        let z2 = h1.matmul(&net.fc2.weight).plus_row(&net.fc2.bias);
        let h2 = z2.map(|z| z.max(0.0));
        let z3 = h2.matmul(&net.fc3.weight).plus_row(&net.fc3.bias);

        let dz3 = by_logits(&z3.softmax(), &one_hot(&classes));
        same(gradient.fc3.weight.as_slice(), h2.t_matmul(&dz3).as_slice());
        same(gradient.fc3.bias.as_slice(), dz3.sum_rows().as_slice());

        let dh2 = dz3.matmul_t(&net.fc3.weight);
        let dz2 = dh2.zip_map(&z2, |dh, z| if z > 0.0 { dh } else { 0.0 });
        same(gradient.fc2.weight.as_slice(), h1.t_matmul(&dz2).as_slice());
        same(gradient.fc2.bias.as_slice(), dz2.sum_rows().as_slice());

        let dh1 = dz2.matmul_t(&net.fc2.weight);
        let dz1 = dh1.zip_map(&h1, |dh, h| dh * (1.0 - h * h));
        same(gradient.fc1.weight.as_slice(), x.t_matmul(&dz1).as_slice());
        same(gradient.fc1.bias.as_slice(), dz1.sum_rows().as_slice());
    }
}
