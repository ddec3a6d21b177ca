//! 4.3 Gradient Flow Example: input, linear, ReLU, linear, softmax, cross-entropy; each layer on its own, then the
//! whole network, which yields the same values.

use crate::passes::{backward, forward};
use nn::Parameters;
use nn::gradient_check::fill;
use nn::layers::{Relu, Softmax};
use nn::prelude::*;

network! {
    #[dtype(f64)]
    struct Example {
        linear1: Linear<4, 6>,
        linear2: Linear<6, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.linear1().relu().linear2().softmax()
    }
}

type Batch = dim![5];
type Values<D> = Tensor<(Batch, D), f64>;

/// Up to 13 digits of the largest element.
#[track_caller]
fn same(step: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    let largest = expected.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-13 * largest, "{step}: {found}, not {expected}");
    }
}

#[test]
fn matches_example_step_by_step() {
    for seed in 0..20 {
        let mut session = Session::<Example, Sgd, Batch>::new(Sgd::new(0.1), seed);
        fill(session.network.as_mut_slice(), &mut nn::init::rng(seed));
        let mut x = Values::<dim![4]>::zeros();
        fill(Tensor::as_mut_slice(&mut x), &mut nn::init::rng(100 + seed));
        let y = Values::<dim![3]>::from_fn(|[b, i]| f64::from((b + seed as usize) % 3 == i));
        let loss = session.gradients(&x, &ProbabilityCrossEntropy, &y);
        let net = &session.network;

        let z1 = forward::<shape![4], Batch, f64, _>(&net.linear1, &x);
        let h = forward::<shape![6], Batch, f64, _>(&Relu, &z1);
        let z2 = forward::<shape![6], Batch, f64, _>(&net.linear2, &h);
        let p = forward::<shape![3], Batch, f64, _>(&Softmax, &z2);

        // 1. Cross-entropy: dL/dp = -y / p, the mean over the batch.
        let mut dp = Values::<dim![3]>::full(f64::NAN);
        assert_eq!(Loss::<shape![3], f64>::gradient(&ProbabilityCrossEntropy, &p, &y, &mut dp), loss);
        same("1", dp.as_slice(), y.zip_map(&p, |y, p| -y / p / 5.0).as_slice());

        // 2. Softmax: dz2_j = sum_i dp_i p_i (1 - p_i if i = j, else -p_j).
        let (dz2, _) = backward::<shape![3], Batch, f64, _>(&Softmax, &z2, &dp);
        let expected = Values::<dim![3]>::from_fn(|[b, j]| {
            (0..3).map(|i| dp[[b, i]] * p[[b, i]] * (f64::from(i == j) - p[[b, j]])).sum()
        });
        same("2", dz2.as_slice(), expected.as_slice());

        // 3. The last linear layer: dW2 = h^T dz2, db2 = sum dz2, and dh = dz2 W2^T.
        let (dh, d2) = backward::<shape![6], Batch, f64, _>(&net.linear2, &h, &dz2);
        same("3", d2.weight.as_slice(), h.t_matmul(&dz2).as_slice());
        same("3", d2.bias.as_slice(), dz2.sum_rows().as_slice());
        same("3", dh.as_slice(), dz2.matmul_t(&net.linear2.weight).as_slice());

        // 4. Through ReLU: the gradient passes where the input was positive.
        let (dz1, _) = backward::<shape![6], Batch, f64, _>(&Relu, &z1, &dh);
        same("4", dz1.as_slice(), dh.zip_map(&z1, |dh, z| if z > 0.0 { dh } else { 0.0 }).as_slice());

        // 5. The first linear layer: dW1 = x^T dz1, db1 = sum dz1, and dx = dz1 W1^T.
        let (dx, d1) = backward::<shape![4], Batch, f64, _>(&net.linear1, &x, &dz1);
        same("5", d1.weight.as_slice(), x.t_matmul(&dz1).as_slice());
        same("5", d1.bias.as_slice(), dz1.sum_rows().as_slice());
        same("5", dx.as_slice(), dz1.matmul_t(&net.linear1.weight).as_slice());

        // The whole network computes the same, and the gradient of the input, too.
        let gradient = &session.gradient;
        same("network", session.output().as_slice(), p.as_slice());
        same("network", gradient.linear1.as_slice(), d1.as_slice());
        same("network", gradient.linear2.as_slice(), d2.as_slice());
        let (whole_dx, whole) = backward::<shape![4], Batch, f64, _>(net, &x, &dp);
        same("network", whole.as_slice(), gradient.as_slice());
        same("network", whole_dx.as_slice(), dx.as_slice());
    }
}
