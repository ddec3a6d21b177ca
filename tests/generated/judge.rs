//! Compares the compiler's messages and the results of the programs with the expected ones.

use crate::pair::Pair;
use crate::programs::{self, Report};
use crate::write::{Expected, Place};
use nn::compile_fail::Message;
use std::fmt::{self, Write};

/// The number of pairs, and the numbers of failures by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) pairs: usize,
    /// Correct networks that fail, and broken ones that compile.
    pub(crate) wrong_verdicts: usize,
    /// Broken networks with another message than the expected one.
    pub(crate) wrong_messages: usize,
    /// Errors in addition to the one of each broken network.
    pub(crate) extra_errors: usize,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Score { pairs, wrong_verdicts, wrong_messages, extra_errors } = self;
        write!(
            f,
            "pairs: {pairs}, wrong verdicts: {wrong_verdicts}, wrong messages: {wrong_messages}, extra errors: {extra_errors}"
        )
    }
}

/// Compiles, runs and judges pairs, and returns a report of those that fail. `name` distinguishes the programs of different tests.
pub(crate) fn judge(name: &str, pairs: &[Pair]) -> (Score, String) {
    let (mut reports, strays) = programs::check(name, pairs.iter().map(|pair| pair.wrong_text.as_str()).enumerate());
    let rights = pairs.iter().map(|pair| (&pair.right, pair.right_text.as_str())).enumerate().collect();
    let mut verdicts = programs::run(name, &rights);
    let (mut score, mut report) = (Score { pairs: pairs.len(), ..Score::default() }, String::new());
    for (number, pair) in pairs.iter().enumerate() {
        let of_compiler = reports.remove(&number).expect("every network is checked");
        let verdict = verdicts.remove(&number).expect("every network is run");
        let mut faults = String::new();
        if let Err(reason) = verdict {
            score.wrong_verdicts += 1;
            write!(faults, "\nwrong verdict on\n\n{}\n{reason}\n", pair.right_text).expect("a string can be extended");
        }
        let Report { messages, first } = of_compiler;
        let found = messages.iter().any(|message| is(&pair.expected, message, first));
        match messages.len() {
            0 => score.wrong_verdicts += 1,
            _ if !found => score.wrong_messages += 1,
            _ => {}
        }
        score.extra_errors += messages.len().saturating_sub(1);
        if messages.len() != 1 || !found {
            let Expected { place: Place { word, line, column }, headline, help, note_of_name, .. } = &pair.expected;
            let (help, of_name) = (help.as_deref().unwrap_or("help: .."), note_of_name.as_deref().unwrap_or_default());
            let (line, note) = (line + first - 1, pair.expected.note(first).unwrap_or_default());
            write!(faults, "\nwrong errors of\n\n{}\nexpected at `{word}`, line {line}, column {column} (line {first} is the first):\n{headline}\n{help}\n{of_name}{note}\n", pair.wrong_text)
                .expect("a string can be extended");
            if messages.is_empty() {
                faults.push_str("\nfound: no error\n");
            }
            for message in &messages {
                write!(faults, "\nfound:\n{}", message.rendered).expect("a string can be extended");
            }
        }
        if !faults.is_empty() {
            let Pair { seed, number, mistake, .. } = pair;
            write!(report, "\n=== seed {seed}, pair {number} ({mistake}) {faults}").expect("a string can be extended");
        }
    }
    score.extra_errors += strays.len();
    for stray in strays {
        write!(report, "\n=== an error outside of all pairs\n{}", stray.rendered).expect("a string can be extended");
    }
    (score, report)
}

/// Returns whether an error is the expected one for a text that starts at this line. A `help:` is required, and any is accepted unless
/// it is predicted.
fn is(expected: &Expected, found: &Message, first: usize) -> bool {
    let Place { word, line, column } = &expected.place;
    let mut lines = found.text.lines();
    lines.next() == Some(&expected.headline)
        && lines.next().is_some_and(|found| match &expected.help {
            Some(help) => found == help,
            None => found.starts_with("help: "),
        })
        && lines.eq(expected.note_of_name.as_deref().into_iter().chain(expected.note(first).as_deref()))
        && found.marked == *word
        && found.line == Some(line + first - 1)
        && found.column == Some(*column)
}
