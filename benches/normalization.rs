//! The speed of normalisations and dropout, one thread, f32: `cargo bench --bench normalization`.
//!
//! Each line is a layer, the shape of its batch, and the median of many runs in nanoseconds for a thousand numbers:
//! training's forward pass and the backward pass.

#![allow(missing_docs)]

use nn::prelude::*;
use nn::{
    BatchNorm1d, BatchNorm2d, Context, Dropout, Gradient, GroupNorm, Init, Layer, LayerNorm, Parameters, RmsNorm,
    Sample, Shape, zeroed,
};
use std::hint::black_box;
use std::time::Instant;

const RUNS: usize = 401;
const SECONDS: f64 = 0.0005;

/// Seconds of one run.
fn time(mut work: impl FnMut()) -> f64 {
    let mut run = |count: usize| {
        let start = Instant::now();
        (0..count).for_each(|_| work());
        start.elapsed().as_secs_f64() / count as f64
    };
    let count = (SECONDS / run(1)) as usize + 1;
    let mut times: Vec<f64> = (0..RUNS).map(|_| run(count)).collect();
    times.sort_by(f64::total_cmp);
    times[0]
}

fn line<S: Sample, B: Dim, L: Layer<S, f32, Out = S> + Init>(name: &str) {
    let count = <S::Batch<B> as Shape>::SIZE;
    let numbers: Vec<f32> = (0..count).map(|i| (i * 37 % 1001) as f32 / 100.0 - 5.0).collect();
    let x = Tensor::<S::Batch<B>>::from_slice(&numbers).unwrap();
    let (mut layer, mut saved, mut grad) = (zeroed::<L>(), zeroed::<L::Saved<B>>(), zeroed::<L>());
    layer.init(&mut nn::rng(1));
    let (mut y, mut dx) = (Tensor::zeros(), Tensor::zeros());
    let context = Context::new(1, 1);
    let forward = time(|| layer.forward_train(black_box(&x), black_box(&mut *y), &mut saved, context));
    let backward = time(|| {
        let (dx, grad) = (Some(Gradient::set(black_box(&mut *dx))), Gradient::set(&mut *grad));
        layer.backward(black_box(&x), &y, &mut saved, black_box(&x), dx, grad, context);
    });
    black_box(Parameters::as_slice(&*grad));
    let [forward, backward] = [forward, backward].map(|seconds| seconds * 1e12 / count as f64);
    let dims = format!("{:?}", <S::Batch<B> as Shape>::DIMS);
    println!("{name:<12}  {dims:<18}  {forward:8.0}  {backward:8.0}");
}

fn main() {
    println!("{:<12}  {:<18}  {:>8}  {:>8}", "ns / 1000", "batch", "forward", "backward");
    line::<shape![512], dim![64], BatchNorm1d<dim![512]>>("BatchNorm1d");
    line::<shape![32, 16, 16], dim![32], BatchNorm2d<dim![32]>>("BatchNorm2d");
    line::<shape![64, 7, 7], dim![32], BatchNorm2d<dim![64]>>("BatchNorm2d");
    line::<shape![512], dim![64], LayerNorm<shape![512]>>("LayerNorm");
    line::<shape![512], dim![64], RmsNorm<shape![512]>>("RMSNorm");
    line::<shape![32, 16, 16], dim![32], GroupNorm<dim![8], dim![32]>>("GroupNorm");
    line::<shape![512], dim![64], Dropout>("Dropout");
}
