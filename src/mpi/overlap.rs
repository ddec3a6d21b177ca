//! Sums over all processes that begin while the backward pass is still running.

use super::World;
use super::run::fail;
use mpi::collective::SystemOperation;
use mpi::ffi;
use mpi::traits::{AsRaw, Equivalence};
use nn_core::{Float, FloatsMut, Parameters};
use std::cell::RefCell;
use std::ops::Range;
use std::ptr;

/// A network's parameters divided into pieces of whole tensors, the last ones first: the order in which their gradients become
/// final, and in which every process sums them.
pub(super) struct Overlap {
    world: World,
    pieces: Vec<Range<usize>>,
    under_way: UnderWay,
}

/// The minimum number of elements in a piece: each message has a latency regardless of its length.
const LEAST: usize = 1 << 15;

/// The state of the sums of a step.
#[derive(Default)]
struct UnderWay {
    /// The address of the gradient, and the size of an element in bytes.
    start: usize,
    size: usize,
    /// The ranges of elements whose gradients are final, but not yet adjacent to each other or to `whole`.
    separate: Vec<Range<usize>>,
    /// All elements from this index on are final.
    whole: usize,
    /// The pieces whose sums have not begun, the next one last.
    left: Vec<Range<usize>>,
    sum: Option<Sum>,
    /// The number of sums that began before the backward pass was complete, over all steps.
    early: u64,
    requests: Vec<ffi::MPI_Request>,
}

/// The destination of the sums, and the arguments of the MPI call.
#[derive(Clone, Copy)]
struct Sum {
    to: *mut u8,
    kind: ffi::MPI_Datatype,
    operation: ffi::MPI_Op,
    among: ffi::MPI_Comm,
}

thread_local! {
    static UNDER_WAY: RefCell<UnderWay> = RefCell::default();
}

impl Overlap {
    /// Divides the parameters into pieces. `None` if there is only one: no sum could begin early.
    pub(super) fn new<T: Float, P: Parameters<T>>(world: &World) -> Option<Self> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut tensors = Vec::new();
        P::LAYOUT.for_each(|param| tensors.push(param.range()));
        for tensor in tensors.into_iter().rev() {
            match pieces.last_mut() {
                Some(piece) if piece.len() < LEAST => piece.start = tensor.start,
                _ => pieces.push(tensor),
            }
        }
        // The gradients of the first tensors become final at the very end: a small remainder is merged into the previous piece.
        if let [.., before, last] = &mut pieces[..]
            && last.len() < LEAST
        {
            before.start = last.start;
            pieces.pop();
        }
        (pieces.len() > 1).then(|| Self { world: world.clone(), pieces, under_way: UnderWay::default() })
    }

    /// Runs a backward pass into this gradient, and begins to sum the final parts into `scratch`.
    ///
    /// # Safety
    /// Until [`finish`](Self::finish) has been called, `gradient` and `scratch` must not be moved or freed, elements of the
    /// gradient that were reported as final must not be written, and `scratch` must not be read.
    pub(super) unsafe fn begin<T: Float>(
        &mut self,
        gradient: *mut [T],
        scratch: &mut [T],
        backward: impl FnOnce() -> T,
    ) -> T {
        self.start(gradient, scratch);
        UNDER_WAY.with_borrow_mut(|under_way| std::mem::swap(under_way, &mut self.under_way));
        let value =
            nn_core::overlap::with_callback(|gradient| UNDER_WAY.with_borrow_mut(|it| it.complete(gradient)), backward);
        UNDER_WAY.with_borrow_mut(|under_way| std::mem::swap(under_way, &mut self.under_way));
        value
    }

    /// Does the same without a backward pass: a process that has no samples in the step sums zeros.
    pub(super) fn start<T: Float>(&mut self, gradient: *mut [T], scratch: &mut [T]) {
        let kind = match T::floats_mut(&mut []) {
            FloatsMut::F32(_) => f32::equivalent_datatype().as_raw(),
            FloatsMut::F64(_) => f64::equivalent_datatype().as_raw(),
        };
        let it = &mut self.under_way;
        it.start = gradient.cast::<u8>().expose_provenance();
        it.size = size_of::<T>();
        it.whole = gradient.len();
        it.separate.clear();
        it.left.clear();
        it.left.extend(self.pieces.iter().rev().cloned());
        it.sum = Some(Sum {
            to: scratch.as_mut_ptr().cast(),
            kind,
            operation: SystemOperation::sum().as_raw(),
            among: self.world.communicator().as_raw(),
        });
    }

    /// Begins the remaining sums of the same gradient: every process has then begun the same sums in the same order.
    pub(super) fn begin_rest<T: Float>(&mut self, gradient: &mut [T]) {
        gradient.as_mut_ptr().expose_provenance();
        self.under_way.whole = 0;
        self.under_way.begin();
    }

    /// Returns whether sums have begun, or could, that were not waited for.
    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.sum.is_some()
    }

    /// Returns the number of sums that began before a backward pass was complete.
    pub(super) fn early(&self) -> u64 {
        self.under_way.early
    }

    /// Waits for all sums.
    pub(super) fn finish(&mut self) {
        let requests = &mut self.under_way.requests;
        // SAFETY: these are requests that `begin` has created, and that were not waited for.
        unsafe { ffi::MPI_Waitall(requests.len() as i32, requests.as_mut_ptr(), ptr::null_mut()) };
        requests.clear();
        self.under_way.sum = None;
    }
}

impl Drop for Overlap {
    /// Ends all processes if sums have begun: the others wait for them, and MPI may still read their operands.
    fn drop(&mut self) {
        if self.is_under_way() {
            fail(&self.world, "it failed in the middle of a step");
        }
    }
}

impl UnderWay {
    /// Records that the gradient at these addresses is final.
    fn complete(&mut self, addresses: Range<usize>) {
        let number = |address: usize| address.wrapping_sub(self.start) / self.size;
        self.separate.push(number(addresses.start)..number(addresses.end));
        while let Some(next) = self.separate.iter().position(|range| range.end >= self.whole) {
            self.whole = self.whole.min(self.separate.swap_remove(next).start);
        }
        let left = self.left.len();
        self.begin();
        self.early += (left - self.left.len()) as u64;
    }

    /// Begins the sums of all pieces that are final, and progresses those that have begun.
    fn begin(&mut self) {
        let Some(sum) = self.sum else { return };
        while let Some(piece) = self.left.pop_if(|piece| piece.start >= self.whole) {
            let (at, count) = (piece.start * self.size, piece.len() as i32);
            let mut request = std::mem::MaybeUninit::uninit();
            // SAFETY: the piece is a part of both slices, which exist until `finish`: see `Overlap::begin`. Its gradients were
            // exposed when they were reported, or all together.
            unsafe {
                let (from, to) = (ptr::with_exposed_provenance(self.start + at), sum.to.add(at).cast());
                let place = request.as_mut_ptr();
                ffi::MPI_Iallreduce(from, to, count, sum.kind, sum.operation, sum.among, place);
                self.requests.push(request.assume_init());
            }
        }
        let mut are_done = 0;
        // SAFETY: these are requests that were created above, and that were not waited for.
        unsafe {
            let requests = self.requests.as_mut_ptr();
            ffi::MPI_Testall(self.requests.len() as i32, requests, &raw mut are_done, ptr::null_mut());
        }
        if are_done != 0 {
            self.requests.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completed_suffix_grows_in_any_order_of_reports() {
        let mut it = UnderWay { start: 1000, size: 4, whole: 10, ..UnderWay::default() };
        for (reported, whole) in [(7..9, 10), (4..7, 10), (9..10, 4), (1..2, 4), (4..10, 4), (2..4, 1), (0..1, 0)] {
            it.complete(1000 + 4 * reported.start..1000 + 4 * reported.end);
            assert_eq!(it.whole, whole, "{reported:?}");
        }
    }
}
