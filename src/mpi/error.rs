//! Why processes cannot train together.

use crate::files::FileError;

/// Why processes cannot train together, or not any more.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum MpiError {
    /// MPI begins once in a process.
    #[error("MPI was begun before in this process")]
    Twice,
    /// A process runs something else than the first one.
    #[error("process {rank} has another {what} than process 0: {found}, expected {expected}")]
    Differs {
        /// The lowest process of which it is so.
        rank: usize,
        /// What differs, such as "number of samples".
        what: String,
        /// What it has.
        found: String,
        /// What the first one has.
        expected: String,
    },
    /// A step's batches cannot be shared out.
    #[error("steps of {parts} batches cannot be shared by {ranks} processes\nhelp: take a multiple of {ranks}")]
    Parts {
        /// The batches of a step.
        parts: usize,
        /// The processes.
        ranks: usize,
    },
    /// A number of batches whose sums have no fixed order.
    #[error("a fixed order is one of 1, 2, 4, 8, .. batches a step, not of {parts}")]
    Order {
        /// The batches of a step.
        parts: usize,
    },
    /// A tuple of losses that divide by weights which differ ([`Divisor::Mixed`](nn_core::Divisor::Mixed)): gradients of several
    /// processes do not add up to that of one batch.
    #[error(
        "processes cannot make steps with this tuple of losses: they divide by weights that differ, such as class weights beside a mean over samples\nhelp: give all of them `Reduction::BatchMean`, or all `Reduction::Sum`"
    )]
    Divisors,
    /// Processes whose parameters have come apart.
    #[error(
        "after step {step} the parameters of process {rank} are not those of process 0\nhelp: what changes a network must do it in every process alike; a machine may be broken"
    )]
    Apart {
        /// The step after which they were compared.
        step: u64,
        /// The lowest process of which it is so.
        rank: usize,
    },
    /// What the first process sent does not fit.
    #[error(transparent)]
    State(Box<FileError>),
}

nn_core::debug_by_message!(MpiError);

impl From<FileError> for MpiError {
    fn from(error: FileError) -> Self {
        Self::State(Box::new(error))
    }
}
