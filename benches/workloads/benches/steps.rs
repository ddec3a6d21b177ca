//! Speed of whole training steps and predictions of the workloads, one thread: `cargo bench -p nn-workloads
//! --features criterion --bench steps`.
//!
//! A step consists of forward, softmax cross-entropy, backward and update, at a learning rate so small that the loss
//! does not change.

#![allow(missing_docs)]

use criterion::{Criterion, Throughput};
use nn::layers::Layer;
use nn::optim::Optimizer;
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::Sample;
use nn_workloads::{Cnn, Mlp1, Mlp2, Tiny};
use rand::RngExt;
use std::hint::black_box;
use std::time::Duration;

const RATE: f64 = 1e-8;

fn input<S: Sample, B: Dim>() -> Box<Tensor<S::Batch<B>>> {
    let (mut x, mut rng) = (Tensor::<S::Batch<B>>::zeros(), nn::init::rng(1));
    x.as_mut_slice().iter_mut().for_each(|number| *number = rng.random_range(-1.0..1.0));
    x
}

fn step<S: Sample, C: Dim, B: Dim, Net, O: Optimizer<f32>>(criterion: &mut Criterion, name: &str, optimizer: O)
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (C,)>,
{
    let x = input::<S, B>();
    let labels = Tensor::<(B,), Class<C>>::from_fn(|[i]| Class::new(i % C::SIZE).unwrap());
    let mut session = Session::<Net, O, B>::new(optimizer, 1);
    let mut group = criterion.benchmark_group("step");
    group.throughput(Throughput::Elements(B::SIZE as u64));
    group.bench_function(name, |bencher| bencher.iter(|| session.step(black_box(&x), &CrossEntropy, &labels)));
}

fn predict<S: Sample, C: Dim, Net>(criterion: &mut Criterion, name: &str)
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (C,)>,
{
    let (network, x) = (Net::new(1), input::<S, dim![1]>());
    let (mut y, mut scratch) = (Tensor::<(dim![1], C)>::zeros(), zeroed());
    criterion.benchmark_group("predict").bench_function(name, |bencher| {
        bencher.iter(|| {
            network.predict::<dim![1]>(black_box(&x), &mut y, &mut scratch);
            black_box(y.as_slice()[0])
        });
    });
}

fn main() {
    let criterion = &mut Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    step::<_, _, dim![32], Mlp1, _>(criterion, "W1 MLP 784-128-10, batch 32", Momentum::new(RATE, 0.9));
    step::<_, _, dim![128], Mlp2, _>(criterion, "W2 MLP 784-512-512-10, batch 128, Adam", Adam::new(RATE));
    step::<_, _, dim![64], Cnn, _>(criterion, "W3 CNN, batch 64", Momentum::new(RATE, 0.9));
    step::<_, _, dim![16], Tiny, _>(criterion, "W5 MLP 4-16-16-3, batch 16", Momentum::new(RATE, 0.9));
    predict::<_, _, Mlp1>(criterion, "W4 MLP 784-128-10");
    predict::<_, _, Cnn>(criterion, "W4 CNN");
    predict::<_, _, Tiny>(criterion, "W5 MLP 4-16-16-3");
    criterion.final_summary();
}
