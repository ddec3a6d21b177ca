//! The judge detects every kind of failure.

use crate::judge::{Score, judge};
use crate::pair::Pair;

/// A network with a mistake of its own.
const ANOTHER: &str = "network! {
    struct Another {
        fc: Linear<3, 4>,
    }
    fn forward(x: Tensor<5>) -> Tensor<4> {
        x.fc()
    }
}
";

/// Drawn pairs, each with one deviation from what is required.
#[test]
#[ignore = "slow: run by the gate"]
fn counts_deviations_from_prediction() {
    let mut pairs: Vec<_> = (0..8).map(|number| Pair::draw(2, number)).collect();
    // Another word, another place, another line of a call.
    pairs[0].expected.headline.push_str(", please");
    pairs[1].expected.place.column += 1;
    pairs[2].expected.place.word.push('_');
    pairs[3].expected.calls.push(("fc".into(), 1));
    // A twin without a mistake, and a network with one.
    pairs[4].wrong_text = pairs[4].right_text.clone();
    pairs[5].right_text = pairs[5].wrong_text.clone();
    // A second mistake.
    pairs[6].wrong_text.push_str(ANOTHER);
    let (score, report) = judge("altered", &pairs);
    let expected = Score { pairs: 8, wrong_verdicts: 2, wrong_messages: 4, extra_errors: 1 };
    assert_eq!(score, expected, "{report}");
    for (number, pair) in pairs.iter().enumerate() {
        let reported = report.contains(&format!("=== seed 2, pair {number} ({})", pair.mistake));
        assert_eq!(reported, number != 7, "pair {number}:\n{report}");
    }
    let line = "pairs: 8, wrong verdicts: 2, wrong messages: 4, extra errors: 1";
    assert_eq!(score.to_string(), line);
}
