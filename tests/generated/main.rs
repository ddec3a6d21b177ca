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
mod convolution;
mod draw;
mod judge;
mod layers;
mod linear;
mod mistakes;
mod nested;
mod operations;
mod pair;
mod pool;
mod predict;
mod programs;
mod shape;
mod verdict;
mod window;
mod write;

use judge::{Score, judge};
use nn::prelude::*;
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

/// What is drawn: every layer, operation and mistake, every way to write a size, and networks of every depth.
#[test]
fn everything_is_drawn() {
    let mut mistakes: std::collections::BTreeSet<&str> = Default::default();
    let mut depths = std::collections::BTreeSet::new();
    let mut texts = String::new();
    for number in 0..400 {
        let pair = Pair::draw(1, number);
        mistakes.insert(pair.mistake);
        depths.insert(pair.depth);
        texts += &pair.right_text;
        assert_ne!(pair.right_text, pair.wrong_text, "pair {number}");
    }
    for mistake in mistakes::MISTAKES {
        assert!(mistakes.contains(mistake.name), "the mistake `{}` is never made", mistake.name);
    }
    assert!((1..=draw::DEEPEST).all(|depth| depths.contains(&depth)), "{depths:?}");
    for operation in operations::OPERATIONS {
        assert!(texts.contains(operation.name), "`{}` is never drawn", operation.name);
    }
    for words in [
        "Linear<_, ",
        "Conv2d<_, ",
        ", groups = ",
        ", stride = (",
        ", padding = ",
        "bias = false",
        "init = ",
        "; 2]",
        "Block1",
        "<H: Dim",
        "dim![",
        " + ",
        "type Hidden",
        "let (a, b)",
    ] {
        assert!(texts.contains(words), "`{words}` is never written");
    }
}

/// Whatever is wrong with a pair is noticed.
#[test]
fn what_is_wrong_is_counted() {
    let pair = || Pair::draw(3, 5);
    let mut another_text = pair();
    another_text.expected.place.line += 1;
    let mut no_mistake = pair();
    no_mistake.wrong_text = no_mistake.right_text.clone();
    let mut no_network = pair();
    no_network.right_text = no_network.wrong_text.clone();
    let expected = [
        (another_text, Score { pairs: 1, wrong_messages: 1, ..Score::default() }),
        (no_mistake, Score { pairs: 1, wrong_verdicts: 1, ..Score::default() }),
        (no_network, Score { pairs: 1, wrong_verdicts: 1, ..Score::default() }),
    ];
    for (number, (pair, score)) in expected.into_iter().enumerate() {
        assert_eq!(judge(&format!("wrong_{number}"), &[pair]).0, score);
    }
    assert_eq!(judge("right", &[pair()]).0, Score { pairs: 1, ..Score::default() });
}

network! {
    #[dtype(f64)]
    struct Idle {
        fc: Linear<2, 1>,
    }
    fn forward(x: Tensor<2>) -> Tensor<1> {
        x.fc().softmax()
    }
}

network! {
    #[dtype(f64)]
    struct Busy {
        fc: Linear<2, 1>,
    }
    fn forward(x: Tensor<2>) -> Tensor<1> {
        x.fc().tanh()
    }
}

/// The softmax of one number is 1, whatever it is.
#[test]
fn a_tensor_that_never_learns_is_found() {
    assert_eq!(verdict::verdict::<dim![3], Idle, false>().unwrap_err(), "`fc.weight`, `fc.bias` never get a gradient");
    verdict::verdict::<dim![3], Busy, false>().unwrap();
}
