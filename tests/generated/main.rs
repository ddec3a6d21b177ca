//! Random networks: each must compile, run, pass the gradient check and learn with all of its tensors, and each has a
//! broken twin, with one mistake in it, of which exactly one error must be told, in exactly these words.
//!
//! A fixed set of pairs is part of `cargo test`. Any number from any seed:
//!
//! ```sh
//! NN_PAIRS=1000 NN_SEED=7 cargo test --release --test generated -- --nocapture
//! ```

#![allow(missing_docs)]

mod architecture;
mod chance;
mod draw;
mod judge;
mod layers;
mod linear;
mod mistakes;
mod nested;
mod operations;
mod pair;
mod predict;
mod programs;
mod shape;
mod verdict;
mod write;

use judge::{Score, judge};
use pair::Pair;

/// Reads a number from the environment.
fn variable(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is `{text}`, not a number")),
        Err(_) => otherwise,
    }
}

#[test]
fn right_networks_train_and_broken_ones_are_told() {
    let (seed, count) = (variable("NN_SEED", 0), variable("NN_PAIRS", 100));
    let pairs: Vec<_> = (0..count).map(|number| Pair::draw(seed, number)).collect();
    let (score, report) = judge("generated", &pairs);
    print!("{report}");
    println!("{score}");
    assert_eq!(score, Score { pairs: pairs.len(), ..Score::default() }, "NN_SEED={seed} NN_PAIRS={count}\n{report}");
}

#[test]
fn tmp_show() {
    let start = std::time::Instant::now();
    let mut count = std::collections::BTreeMap::new();
    for number in 0..variable("NN_SHOW", 300) {
        let pair = Pair::draw(variable("NN_SEED", 0), number);
        *count.entry(pair.mistake).or_insert(0) += 1;
        if number < 12 {
            println!("--- {} depth {}\n{}\n>>> {:?}", pair.mistake, pair.depth, pair.right_text, pair.expected);
        }
    }
    println!("{count:#?} {:?}", start.elapsed());
}
