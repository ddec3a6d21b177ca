//! The errors of training in several processes.

use crate::files::FileError;

/// The reason why processes cannot train together, or cannot continue.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum MpiError {
    /// MPI can be initialised only once per process.
    #[error("MPI was already initialised in this process")]
    AlreadyInitialized,
    /// The configuration of a process differs from that of the first one.
    #[error("the {what} of process {rank} differs from process 0: {found}, expected {expected}")]
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
    #[error("steps of {batches} batches cannot be divided among {ranks} processes\nhelp: use a multiple of {ranks}")]
    BatchesPerStep {
        /// The number of batches in a step.
        batches: usize,
        /// The number of processes.
        ranks: usize,
    },
    /// Sums over this number of batches have no fixed order.
    #[error("a fixed order requires 1, 2, 4, 8, .. batches per step, found {batches}")]
    Order {
        /// The number of batches in a step.
        batches: usize,
    },
    /// A tuple of losses with different divisors ([`Divisor::Mixed`](nn_core::Divisor::Mixed)): the sum of the gradients of several
    /// processes is not the gradient of one batch.
    #[error(
        "data-parallel steps are not possible with this tuple of losses: they divide by different weights, such as class weights and numbers of samples\nhelp: use `Reduction::BatchMean` for all of them, or `Reduction::Sum` for all"
    )]
    Divisors,
    /// The parameters of the processes have diverged.
    #[error(
        "after step {step} the parameters of process {rank} differ from those of process 0\nhelp: change the network identically in every process; otherwise suspect faulty hardware"
    )]
    Diverged {
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
