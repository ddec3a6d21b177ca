//! Who trains together.

use super::MpiError;
use crate::data::{Dataset, Loader, Shard};
use mpi::collective::CommunicatorCollectives;
use mpi::environment::Universe;
use mpi::topology::SimpleCommunicator;
use mpi::traits::{Communicator, Root};
use nn_core::Dim;
use std::sync::Arc;

/// The processes that train together, and how a step is shared out among them.
///
/// Every process has one, from [`run`](super::run), and all make the same calls with it, in the same order.
///
/// ```standalone_crate
/// # fn main() {
/// let code = nn::mpi::run(|world| {
///     assert!(world.rank() < world.size() && world.is_first() == (world.rank() == 0));
///     // A batch of each process makes a step, unless it is said how many make one.
///     assert_eq!(world.parts(), world.size());
///     assert_eq!(world.steps_of(4 * world.size())?.parts(), 4 * world.size());
///     let error = world.in_fixed_order(6).unwrap_err();
///     assert_eq!(error.to_string(), "a fixed order is one of 1, 2, 4, 8, .. batches a step, not of 6");
///     Ok::<_, nn::mpi::MpiError>(())
/// });
/// assert_eq!(code, std::process::ExitCode::SUCCESS);
/// # }
/// ```
#[derive(Clone)]
pub struct World {
    /// Ends MPI when the last one is dropped.
    _universe: Arc<Universe>,
    rank: usize,
    size: usize,
    parts: usize,
    is_ordered: bool,
    overlaps: bool,
}

/// MPI counts in 32 bits with a sign.
pub(super) const MOST: usize = 1 << 30;

impl World {
    /// All processes, in steps of one batch each.
    pub(super) fn begin() -> Result<Self, MpiError> {
        let funneled = mpi::initialize_with_threading(mpi::Threading::Funneled);
        let (universe, _) = funneled.ok_or(MpiError::Twice)?;
        let world = universe.world();
        let (rank, size) = (world.rank() as usize, world.size() as usize);
        Ok(Self { _universe: Arc::new(universe), rank, size, parts: size, is_ordered: false, overlaps: false })
    }

    /// The number of this process, from 0.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// How many processes there are.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether it is the first process: the one that writes files, and speaks.
    pub fn is_first(&self) -> bool {
        self.rank == 0
    }

    /// How many batches make a step, those of all processes together.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// The same processes, with so many batches in a step, those of all together: then the number of processes changes the time
    /// that a step takes, and its rounding, but not what is learned from.
    ///
    /// # Errors
    /// A number that is not a multiple of that of processes.
    pub fn steps_of(&self, parts: usize) -> Result<Self, MpiError> {
        if parts == 0 || !parts.is_multiple_of(self.size) {
            return Err(MpiError::Parts { parts, ranks: self.size });
        }
        Ok(Self { parts, is_ordered: false, ..self.clone() })
    }

    /// [`steps_of`](Self::steps_of) so many batches whose gradients are added up in one order, pairs of neighbours, and pairs of
    /// those: to the bit the same for 1, 2, 4, .. processes, as many as there are batches at most.
    ///
    /// A process that has several batches keeps log2 of their number of sums, each as large as the network. Otherwise the MPI library
    /// chooses the order, the same one in each run.
    ///
    /// # Errors
    /// A number that is no power of two; one that is not a multiple of that of processes.
    pub fn in_fixed_order(&self, parts: usize) -> Result<Self, MpiError> {
        if !parts.is_power_of_two() {
            return Err(MpiError::Order { parts });
        }
        Ok(Self { is_ordered: true, ..self.steps_of(parts)? })
    }

    /// The same, where the sum over the gradients of the last layers begins while the first layers' are still computed, in pieces of
    /// 2^15 numbers or more. In a fixed order, and for smaller networks, nothing changes.
    ///
    /// It pays where a network card moves the numbers; where the cores do it themselves, as between processes of one machine, it
    /// does not: `docs/scaling.md` has what was measured. It is off unless it is asked for, since sums of pieces may have other
    /// roundings than those of the whole.
    pub fn overlapping(&self, overlaps: bool) -> Self {
        Self { overlaps, ..self.clone() }
    }

    pub(super) fn overlaps(&self) -> bool {
        self.overlaps && !self.is_ordered && self.size > 1
    }

    /// The same for steps of so many times as many batches.
    pub(crate) fn times(&self, batches: usize) -> Result<Self, MpiError> {
        let parts = self.parts.saturating_mul(batches);
        if self.is_ordered { self.in_fixed_order(parts) } else { self.steps_of(parts) }
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.is_ordered
    }

    /// This process's share of a step.
    pub(crate) fn share(&self) -> Shard {
        Shard::new(self.rank, self.size, self.parts)
    }

    /// A loader's share of each step for this process, of the same order in all.
    pub fn shard<D: Dataset + 'static, B: Dim>(&self, loader: Loader<D, B>) -> Loader<D, B> {
        loader.shard(self.share())
    }

    pub(super) fn communicator(&self) -> SimpleCommunicator {
        SimpleCommunicator::world()
    }

    /// The words of all processes, concatenated by rank; each sends as many.
    pub(crate) fn gather(&self, said: &[u64]) -> Vec<u64> {
        let mut all = vec![0; said.len() * self.size];
        self.gather_into(said, &mut all);
        all
    }

    pub(super) fn gather_into(&self, said: &[u64], all: &mut [u64]) {
        self.communicator().all_gather_into(said, all);
    }

    /// The bytes of one process for all.
    pub(crate) fn broadcast(&self, from: usize, bytes: &mut Vec<u8>) {
        let world = self.communicator();
        let root = world.process_at_rank(from as i32);
        let mut length = bytes.len() as u64;
        root.broadcast_into(&mut length);
        bytes.resize(length as usize, 0);
        bytes.chunks_mut(MOST).for_each(|bytes| root.broadcast_into(bytes));
    }

    /// Whether one process wishes to stop, and why: what the lowest that does says.
    pub(crate) fn wish(&self, wish: Option<u64>) -> Option<u64> {
        self.gather(&[wish.map_or(0, |wish| wish + 1)]).into_iter().find(|&said| said > 0).map(|said| said - 1)
    }

    /// Ends all processes.
    pub(super) fn abort(&self) -> ! {
        self.communicator().abort(1)
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rank, size, parts, is_ordered, .. } = self;
        write!(f, "World {{ rank: {rank}, size: {size}, parts: {parts}, is_ordered: {is_ordered} }}")
    }
}
