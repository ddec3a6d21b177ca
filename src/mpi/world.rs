//! The processes that train together.

use super::MpiError;
use crate::data::{Dataset, Loader, Shard};
use mpi::collective::CommunicatorCollectives;
use mpi::environment::Universe;
use mpi::topology::SimpleCommunicator;
use mpi::traits::{Communicator, Root};
use nn_core::Dim;
use std::sync::Arc;

/// The processes that train together, and the division of a step among them.
///
/// Every process gets one from [`run`](super::run), and all must make the same calls on it, in the same order.
///
/// ```standalone_crate
/// # fn main() {
/// let code = nn::mpi::run(|world| {
///     assert!(world.rank() < world.size() && world.is_first() == (world.rank() == 0));
///     // Unless set, a step has one batch of each process.
///     assert_eq!(world.batches_per_step(), world.size());
///     assert_eq!(world.with_batches_per_step(4 * world.size())?.batches_per_step(), 4 * world.size());
///     let error = world.deterministic(6).unwrap_err();
///     assert_eq!(error.to_string(), "a fixed order requires 1, 2, 4, 8, .. batches per step, found 6");
///     Ok::<_, nn::mpi::MpiError>(())
/// });
/// assert_eq!(code, std::process::ExitCode::SUCCESS);
/// # }
/// ```
#[derive(Clone)]
pub struct World {
    /// Finalises MPI when the last clone is dropped.
    _universe: Arc<Universe>,
    rank: usize,
    size: usize,
    batches: usize,
    is_ordered: bool,
    overlaps: bool,
}

/// The maximum number of elements in a call: MPI counts in 32-bit signed integers.
pub(super) const MOST: usize = 1 << 30;

impl World {
    /// Initialises MPI; returns all processes, with steps of one batch each.
    pub(super) fn begin() -> Result<Self, MpiError> {
        let funneled = mpi::initialize_with_threading(mpi::Threading::Funneled);
        let (universe, _) = funneled.ok_or(MpiError::AlreadyInitialized)?;
        let world = universe.world();
        let (rank, size) = (world.rank() as usize, world.size() as usize);
        Ok(Self { _universe: Arc::new(universe), rank, size, batches: size, is_ordered: false, overlaps: false })
    }

    /// Returns the rank of this process, from 0.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Returns the number of processes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Returns whether this is the first process: the one that writes files and prints.
    pub fn is_first(&self) -> bool {
        self.rank == 0
    }

    /// Returns the number of batches in a step, over all processes.
    pub fn batches_per_step(&self) -> usize {
        self.batches
    }

    /// Sets the number of batches in a step, over all processes: the number of processes then affects the duration of a step, and
    /// its rounding, but not the samples it consists of.
    ///
    /// # Errors
    /// [`MpiError::BatchesPerStep`] if it is not a multiple of the number of processes.
    pub fn with_batches_per_step(&self, batches: usize) -> Result<Self, MpiError> {
        if batches == 0 || !batches.is_multiple_of(self.size) {
            return Err(MpiError::BatchesPerStep { batches, ranks: self.size });
        }
        Ok(Self { batches, is_ordered: false, ..self.clone() })
    }

    /// Sets the number of batches in a step, as [`with_batches_per_step`](Self::with_batches_per_step), and sums their gradients in
    /// a fixed order, pairs of neighbours, then pairs of those: bit-identical for 1, 2, 4, .. processes, up to the number of
    /// batches.
    ///
    /// A process with several batches stores log2 of their number of partial sums, each as large as the network. Without a fixed
    /// order the MPI library chooses the order, which is the same in each run.
    ///
    /// # Errors
    /// [`MpiError::Order`] if the number is not a power of two; [`MpiError::BatchesPerStep`] if it is not a multiple of the number
    /// of processes.
    pub fn deterministic(&self, batches: usize) -> Result<Self, MpiError> {
        if !batches.is_power_of_two() {
            return Err(MpiError::Order { batches });
        }
        Ok(Self { is_ordered: true, ..self.with_batches_per_step(batches)? })
    }

    /// Sets whether communication overlaps with computation: the sums over the gradients of the last layers begin while the first
    /// layers' are still being computed, in pieces of at least 2^15 elements. It has no effect in a fixed order, and for smaller
    /// networks. Defaults to `false`.
    ///
    /// It is worthwhile if a network card transfers the data; if the cores do so themselves, as between processes of one machine,
    /// it is not: see [the measurements](crate::guide::scaling#overlapping-communication). It is off by default, since sums over
    /// pieces may round differently from sums over the whole.
    pub fn overlapping(&self, overlaps: bool) -> Self {
        Self { overlaps, ..self.clone() }
    }

    pub(super) fn overlaps(&self) -> bool {
        self.overlaps && !self.is_ordered && self.size > 1
    }

    /// Multiplies the number of batches in a step.
    pub(crate) fn times(&self, batches: usize) -> Result<Self, MpiError> {
        let batches = self.batches.saturating_mul(batches);
        if self.is_ordered { self.deterministic(batches) } else { self.with_batches_per_step(batches) }
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.is_ordered
    }

    /// Returns this process's share of a step.
    pub(crate) fn share(&self) -> Shard {
        Shard::new(self.rank, self.size, self.batches)
    }

    /// Restricts a loader to this process's share of each step; the order is the same in all processes.
    pub fn shard<D: Dataset + 'static, B: Dim>(&self, loader: Loader<D, B>) -> Loader<D, B> {
        loader.shard(self.share())
    }

    pub(super) fn communicator(&self) -> SimpleCommunicator {
        SimpleCommunicator::world()
    }

    /// Gathers the words of all processes, concatenated by rank; each process sends the same number.
    pub(crate) fn gather(&self, sent: &[u64]) -> Vec<u64> {
        let mut all = vec![0; sent.len() * self.size];
        self.gather_into(sent, &mut all);
        all
    }

    pub(super) fn gather_into(&self, sent: &[u64], all: &mut [u64]) {
        self.communicator().all_gather_into(sent, all);
    }

    /// Broadcasts the bytes of one process to all.
    pub(crate) fn broadcast(&self, from: usize, bytes: &mut Vec<u8>) {
        let world = self.communicator();
        let root = world.process_at_rank(from as i32);
        let mut length = bytes.len() as u64;
        root.broadcast_into(&mut length);
        bytes.resize(length as usize, 0);
        bytes.chunks_mut(MOST).for_each(|bytes| root.broadcast_into(bytes));
    }

    /// Returns the reason to stop, if at least one process has one: that of the lowest rank.
    pub(crate) fn agree(&self, reason: Option<u64>) -> Option<u64> {
        let all = self.gather(&[reason.map_or(0, |reason| reason + 1)]);
        all.into_iter().find(|&reason| reason > 0).map(|reason| reason - 1)
    }

    /// Ends all processes.
    pub(super) fn abort(&self) -> ! {
        self.communicator().abort(1)
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rank, size, batches, is_ordered, .. } = self;
        write!(f, "World {{ rank: {rank}, size: {size}, batches: {batches}, is_ordered: {is_ordered} }}")
    }
}
