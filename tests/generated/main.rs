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
fn tmp_stats() {
    use std::collections::BTreeMap;
    let mut count: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut examples: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for number in 0..variable("NN_SHOW", 400) {
        let mut chance = chance::Chance::of_pair(variable("NN_SEED", 0), number);
        let right = draw::module(&mut chance, 1 + number as usize % 12);
        for mistake in mistakes::MISTAKES {
            let mut module = right.clone();
            if (mistake.make)(&mut chance, &mut module).is_none() {
                *count.entry((mistake.name, "none".into())).or_insert(0) += 1;
                continue;
            }
            let complaints = predict::complaints(&module);
            let key = match &complaints[..] {
                [] => "0".into(),
                [one] => format!("1 {:?}", one.stage),
                many => format!("many {}", many.iter().map(|c| format!("{:?}", c.stage).chars().next().unwrap()).collect::<String>()),
            };
            let key = if key.starts_with("many") { if key.contains("Ty") || key.contains("O") {"many+".to_string()} else {"many".to_string() }} else { key };
            if complaints.len() > 1 {
                let text = format!("{}\n{}\n{}", mistake.name, write::module(&module).text, complaints.iter().map(|c| c.text.clone()).collect::<Vec<_>>().join("\n"));
                examples.entry(key.clone()).or_default().push(text);
            }
            if key == "1 Types" { examples.entry(key.clone()).or_default().push(format!("{}\n{}\n{}", mistake.name, write::module(&module).text, write::module(&right).text)); }
            *count.entry((mistake.name, key)).or_insert(0) += 1;
        }
    }
    println!("{count:#?}");
    for (key, texts) in examples { println!("##### {key}"); for text in texts.iter().step_by((texts.len()/6).max(1)).take(6) { println!("---\n{text}"); } }
}
