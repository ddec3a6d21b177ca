//! The errors of training in several processes.

use crate::files::FileError;

/// The reason why processes cannot train together, or cannot continue.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum MpiError {
    /// MPI can be initialised only once per process.
    #[error("MPI was begun before in this process")]
    Twice,
    /// The configuration of a process differs from that of the first one.
    #[error("process {rank} has another {what} than process 0: {found}, expected {expected}")]
    Differs {
        /// The lowest rank that differs.
        rank: usize,
        /// What differs, such as "number of samples".
        what: String,
        /// The value of this process.
        found: String,
        /// The value of the first process.
        expected: String,
    },
    /// The batches of a step cannot be divided equally among the processes.
    #[error("steps of {parts} batches cannot be shared by {ranks} processes\nhelp: take a multiple of {ranks}")]
    Parts {
        /// The number of batches in a step.
        parts: usize,
        /// The number of processes.
        ranks: usize,
    },
    /// Sums over this number of batches have no fixed order.
    #[error("a fixed order is one of 1, 2, 4, 8, .. batches a step, not of {parts}")]
    Order {
        /// The number of batches in a step.
        parts: usize,
    },
    /// A tuple of losses with different divisors ([`Divisor::Mixed`](nn_core::Divisor::Mixed)): the sum of the gradients of several
    /// processes is not the gradient of one batch.
    #[error(
        "processes cannot make steps with this tuple of losses: they divide by weights that differ, such as class weights beside a mean over samples\nhelp: give all of them `Reduction::BatchMean`, or all `Reduction::Sum`"
    )]
    Divisors,
    /// The parameters of the processes have diverged.
    #[error(
        "after step {step} the parameters of process {rank} are not those of process 0\nhelp: what changes a network must do it in every process alike; a machine may be broken"
    )]
    Apart {
        /// The step after which they were compared.
        step: u64,
        /// The lowest rank that differs.
        rank: usize,
    },
    /// The state sent by the first process cannot be loaded.
    #[error(transparent)]
    State(Box<FileError>),
}

nn_core::debug_by_message!(MpiError);

impl From<FileError> for MpiError {
    fn from(error: FileError) -> Self {
        Self::State(Box::new(error))
    }
}
