//! All-reduce sums over the processes.

use super::world::{MOST, World};
use mpi::collective::{CommunicatorCollectives, SystemOperation};
use mpi::point_to_point::send_receive_into;
use mpi::traits::{Communicator, Equivalence};
use nn_core::{Float, FloatsMut};
use std::ops::{AddAssign, Range};

impl World {
    /// Replaces each process's elements by their sum over all processes; `scratch` has the same length.
    pub(super) fn sum<T: Float>(&self, numbers: &mut [T], scratch: &mut [T]) {
        match (T::floats_mut(numbers), T::floats_mut(scratch)) {
            (FloatsMut::F32(numbers), FloatsMut::F32(scratch)) => self.sum_of(numbers, scratch),
            (FloatsMut::F64(numbers), FloatsMut::F64(scratch)) => self.sum_of(numbers, scratch),
            _ => unreachable!("both are of one type"),
        }
    }

    fn sum_of<N: Equivalence + Copy + AddAssign>(&self, numbers: &mut [N], scratch: &mut [N]) {
        for (numbers, scratch) in numbers.chunks_mut(MOST).zip(scratch.chunks_mut(MOST)) {
            if self.is_ordered() {
                self.sum_in_order(numbers, scratch, 0..numbers.len(), 1);
            } else {
                self.communicator().all_reduce_into(&*numbers, scratch, SystemOperation::sum());
                numbers.copy_from_slice(scratch);
            }
        }
    }

    /// Sums neighbours, then pairs of neighbours, and so on: in each step a process sums one half of the range it had in the
    /// previous step, and finally the processes exchange their parts (Rabenseifner 2004). Which of two processes adds has no
    /// effect, since a + b equals b + a.
    ///
    /// `mine` is the range that this process sums, together with the processes closer than `distance`.
    fn sum_in_order<N: Equivalence + Copy + AddAssign>(
        &self,
        numbers: &mut [N],
        scratch: &mut [N],
        mine: Range<usize>,
        distance: usize,
    ) {
        if distance >= self.size() {
            return;
        }
        let partner = self.rank() ^ distance;
        let middle = mine.start.midpoint(mine.end);
        let (lower, upper) = (mine.start..middle, middle..mine.end);
        let (keep, give) = if self.rank() & distance == 0 { (lower, upper) } else { (upper, lower) };
        self.exchange(partner, &numbers[give.clone()], &mut scratch[keep.clone()]);
        numbers[keep.clone()].iter_mut().zip(&scratch[keep.clone()]).for_each(|(sum, &term)| *sum += term);
        self.sum_in_order(numbers, scratch, keep.clone(), 2 * distance);
        let (kept, taken) = two_of(numbers, keep, give);
        self.exchange(partner, kept, taken);
    }

    fn exchange<N: Equivalence>(&self, partner: usize, give: &[N], take: &mut [N]) {
        let world = self.communicator();
        let partner = world.process_at_rank(partner as i32);
        send_receive_into(give, &partner, take, &partner);
    }
}

/// Returns two adjacent parts of one slice, the second one mutable.
fn two_of<N>(numbers: &mut [N], read: Range<usize>, write: Range<usize>) -> (&[N], &mut [N]) {
    let (before, after) = numbers.split_at_mut(read.start.max(write.start));
    if read.start < write.start {
        (&before[read], &mut after[..write.len()])
    } else {
        (&after[..read.len()], &mut before[write])
    }
}
