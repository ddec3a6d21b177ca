//! Times element-wise expressions of 2, 5 and 10 operations over 1,000 and 1,000,000 elements, forward and backward, and a copy of
//! as many elements, and prints a line of JSON for each: `cargo run --release -p nn-workloads --bin expressions`.
//!
//! `benches/expressions.py` compares them with PyTorch and JAX.

use nn::__private::expression::{Apply, Combine, Maximum, Minus, Number, Over, Plus, Steps, Times};
use nn::__private::kernels::{Broadcast, Target, fused, fused_backward};
use nn::layers::{Exp, Square, Tanh};
use serde_json::json;
use std::time::Instant;

type Half = Number<2, 0x3FE0_0000_0000_0000>;
type FirstTwo = (Combine<Minus, 3, 0, 1>, Combine<Times, 4, 3, 2>);
type FirstFive = (FirstTwo, ((Apply<Square, 5, 4>, Combine<Plus, 6, 5, 0>), Combine<Maximum, 7, 6, 1>));
type LastFive = (
    (Apply<Exp, 8, 4>, Combine<Plus, 9, 8, 7>),
    ((Combine<Over, 10, 5, 9>, Apply<Tanh, 11, 10>), Combine<Times, 12, 11, 0>),
);
type Two = Steps<(Half, FirstTwo), 2, 5>;
type Five = Steps<(Half, FirstFive), 2, 8>;
type Ten = Steps<(Half, (FirstFive, LastFive)), 2, 13>;

fn time(mut call: impl FnMut()) -> f64 {
    let mut least = f64::INFINITY;
    let begin = Instant::now();
    while begin.elapsed().as_secs_f64() < 0.3 {
        let mut calls = 1;
        loop {
            let start = Instant::now();
            (0..calls).for_each(|_| call());
            let time = start.elapsed().as_secs_f64();
            if time > 1e-4 {
                least = least.min(time / f64::from(calls));
                break;
            }
            calls *= 4;
        }
    }
    least * 1e6
}

fn run<P: nn::__private::expression::Program>(operations: usize, n: usize) {
    let x: Vec<f32> = (0..n).map(|i| (i % 100) as f32 / 50.0 - 1.0).collect();
    let z: Vec<f32> = (0..n).map(|i| (i % 77) as f32 / 50.0 - 0.5).collect();
    let (mut y, mut dx, mut dz) = (vec![0.0f32; n], vec![0.0f32; n], vec![0.0f32; n]);
    let loops = Broadcast::new(1, &[n], &[&[n], &[n]], &[n]);
    let e: &[f32] = &[];
    let forward = time(|| fused::<P, f32>(&loops, [&x, &z, e, e, e, e], std::hint::black_box(&mut y)));
    let backward = time(|| {
        fused_backward::<P, f32>(
            &loops,
            [&x, &z, e, e, e, e],
            &y,
            [Some(Target::set(std::hint::black_box(&mut dx))), Some(Target::set(&mut dz)), None, None, None, None],
        )
    });
    let copy = time(|| std::hint::black_box(&mut y).copy_from_slice(&x));
    let line = json!({
        "operations": operations, "elements": n, "forward_us": forward, "backward_us": backward, "copy_us": copy,
    });
    println!("{line}");
}

fn main() {
    for n in [1000, 1_000_000] {
        run::<Two>(2, n);
        run::<Five>(5, n);
        run::<Ten>(10, n);
    }
}
