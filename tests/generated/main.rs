//! Random networks: each must compile, run, pass the gradient check, and have a gradient for every tensor. Each has a broken twin
//! with one mistake of shapes, or with a slip of notation, for which the compiler must report exactly one error, with the predicted
//! mark and words.
//!
//! The gate checks the first 100 pairs of a fixed seed. For any number of pairs from any seed:
//!
//! ```sh
//! NN_PAIRS=1000 NN_SEED=7 cargo test --release --test generated -- --ignored --nocapture networks_train
//! ```
//!
//! `NN_FIRST=33 NN_PAIRS=1` draws pair 33 of the seed alone, as a report names it.
//!
//! With `NN_INCREMENTAL=1`, the twins are checked in an incremental build, in which the compiler does not merge equal errors.

#![allow(missing_docs)]

mod along;
mod architecture;
mod attributes;
mod bilinear;
mod catalogue;
mod convolution;
mod coverage;
mod draw;
mod embedding;
mod expressions;
mod gates;
mod groups;
mod interpreter;
mod judge;
mod judge_tests;
mod layers;
mod linear;
mod mistakes;
mod nested;
mod norm;
mod operations;
#[path = "../cases/package.rs"]
mod package;
mod pair;
mod pool;
mod predict;
mod programs;
mod random;
mod recurrent;
mod resize;
mod shape;
mod sides;
mod slips;
mod spatial;
mod stored;
mod streams;
mod terms;
mod tied;
mod verdict;
mod window;
mod write;

use judge::{Score, judge};
use pair::Pair;

/// The seed, unless `NN_SEED` sets it: one whose first pairs cover what `coverage` requires.
const SEED: u64 = 6;

/// The number of pairs, unless `NN_PAIRS` sets it.
const PAIRS: u64 = 100;

/// Reads a number from the environment.
fn variable(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is `{text}`, not a number")),
        Err(_) => otherwise,
    }
}

#[test]
#[ignore = "slow: run by the gate"]
fn correct_networks_train_and_broken_ones_are_reported() {
    let (seed, first, count) = (variable("NN_SEED", SEED), variable("NN_FIRST", 0), variable("NN_PAIRS", PAIRS));
    let pairs: Vec<_> = (first..first + count).map(|number| Pair::draw(seed, number)).collect();
    let (score, report) = judge("generated", &pairs);
    print!("{report}");
    println!("{score}");
    let right = Score { pairs: pairs.len(), ..Score::default() };
    assert_eq!(score, right, "NN_SEED={seed} NN_FIRST={first} NN_PAIRS={count}\n{report}");
}
