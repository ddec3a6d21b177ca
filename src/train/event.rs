//! What a callback is called with, and what it returns.

use super::history::Record;

/// What a [callback](super::Trainer::callback) is called with: a step, or an epoch, that is over.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a, Net> {
    /// A step was made.
    Step {
        /// The epoch, from 1.
        epoch: u64,
        /// The number of steps so far.
        step: u64,
        /// The loss of the last batch before the step.
        loss: f64,
        /// The network after the step.
        network: &'a Net,
    },
    /// An epoch is over.
    Epoch {
        /// Its values.
        record: &'a Record,
        /// Whether it is the best one so far.
        is_best: bool,
        /// The network after it.
        network: &'a Net,
    },
}

/// Whether training goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// It does.
    On,
    /// It stops here, with a checkpoint if there are checkpoints.
    Stop,
}
