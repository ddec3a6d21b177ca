//! The speed of activations, one thread, in cache: `cargo bench --bench activations`.
//!
//! Each line is an activation and the median of many runs in nanoseconds for a thousand elements: forward and backward, in
//! f32 and in f64.

#![allow(missing_docs)]

use nn::kernels::{map, map_backward};
use nn::{
    Activation, Elu, Float, Gelu, GeluTanh, HardSigmoid, HardSwish, LeakyRelu, Mish, Relu, Selu, Sigmoid, Silu,
    Softplus, Tanh,
};
use std::hint::black_box;
use std::time::Instant;

const ELEMENTS: usize = 4000;
const RUNS: usize = 31;
const SECONDS: f64 = 0.002;

/// Nanoseconds for a thousand elements.
fn time(mut work: impl FnMut()) -> f64 {
    let mut run = |count: usize| {
        let start = Instant::now();
        (0..count).for_each(|_| work());
        start.elapsed().as_secs_f64() / count as f64
    };
    let count = (SECONDS / run(1)) as usize + 1;
    let mut times: Vec<f64> = (0..RUNS).map(|_| run(count)).collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2] * 1e9 * 1000.0 / ELEMENTS as f64
}

fn both<A: Activation, T: Float>() -> [f64; 2] {
    let x: Vec<T> = (0..ELEMENTS).map(|i| T::from_f64((i * 37 % 1001) as f64 / 100.0 - 5.0)).collect();
    let (mut y, mut dx) = (vec![T::ZERO; ELEMENTS], vec![T::ZERO; ELEMENTS]);
    let forward = time(|| map::<A, T>(black_box(&x), black_box(&mut y)));
    let dy = vec![T::ONE; ELEMENTS];
    let backward =
        time(|| map_backward::<A, T>(black_box(&x), black_box(&y), black_box(&dy), false, black_box(&mut dx)));
    [forward, backward]
}

fn line<A: Activation>(name: &str) {
    let ([forward, backward], [forward_f64, backward_f64]) = (both::<A, f32>(), both::<A, f64>());
    println!("{name:<12}  {forward:8.0}  {backward:8.0}  {forward_f64:8.0}  {backward_f64:8.0}");
}

fn main() {
    println!("{:<12}  {:>8}  {:>8}  {:>8}  {:>8}", "ns / 1000", "forward", "backward", "f64", "backward");
    line::<Relu>("ReLU");
    line::<LeakyRelu>("LeakyReLU");
    line::<Elu>("ELU");
    line::<Selu>("SELU");
    line::<Gelu>("GELU");
    line::<GeluTanh>("GELU, tanh");
    line::<Silu>("SiLU");
    line::<Mish>("Mish");
    line::<Sigmoid>("Sigmoid");
    line::<HardSigmoid>("HardSigmoid");
    line::<Tanh>("Tanh");
    line::<HardSwish>("HardSwish");
    line::<Softplus>("Softplus");
}
