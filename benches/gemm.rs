//! The speed of the matrix product, one thread, f32: `cargo bench --bench gemm`.
//!
//! Each line is a size, the three forms that a dense layer needs (forward, by weight, by input), and the median of many
//! runs in GFLOP/s.

#![allow(missing_docs)]

use nn::kernels::Transpose::{No, Yes};
use nn::kernels::gemm;
use std::hint::black_box;
use std::time::Instant;

const SIZES: [[usize; 3]; 6] =
    [[32, 784, 128], [784, 32, 128], [128, 784, 512], [128, 512, 512], [32, 128, 10], [512, 512, 512]];
const RUNS: usize = 31;
const SECONDS: f64 = 0.01;

fn main() {
    println!("{:<14}  {:>8}  {:>8}  {:>8}", "m x k x n", "A B", "A^T B", "A B^T");
    for sizes @ [m, k, n] in SIZES {
        let (a, b) = (vec![0.5_f32; m * k], vec![0.25_f32; k * n]);
        let mut c = vec![0.0_f32; m * n];
        let mut speed = |of_a, of_b| {
            let flops = 2.0 * (m * k * n) as f64;
            let mut run = |count: usize| {
                let start = Instant::now();
                for _ in 0..count {
                    gemm(sizes, (black_box(&a), of_a), (black_box(&b), of_b), 0.0, black_box(&mut c));
                }
                start.elapsed().as_secs_f64() / count as f64
            };
            let count = (SECONDS / run(1)) as usize + 1;
            let mut times: Vec<f64> = (0..RUNS).map(|_| run(count)).collect();
            times.sort_by(f64::total_cmp);
            flops / times[RUNS / 2] / 1e9
        };
        let (forward, by_weight, by_input) = (speed(No, No), speed(Yes, No), speed(No, Yes));
        println!("{:<14}  {forward:8.1}  {by_weight:8.1}  {by_input:8.1}", format!("{m}x{k}x{n}"));
    }
}
