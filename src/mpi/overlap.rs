//! Sums over all processes that begin while the backward pass still goes on.

use super::World;
use super::run::fail;
use mpi::collective::SystemOperation;
use mpi::ffi;
use mpi::traits::{AsRaw, Equivalence};
use nn_core::{Float, Numbers, Parameters};
use std::cell::RefCell;
use std::ops::Range;
use std::ptr;

/// A network's parameters in pieces, each of whole tensors, the last ones first: the order in which their gradients are whole, and
/// in which every process has them summed.
pub(super) struct Overlap {
    world: World,
    pieces: Vec<Range<usize>>,
    under_way: UnderWay,
}

/// So many numbers make a piece at least: what is sent costs its time whatever its length is.
const LEAST: usize = 1 << 15;

/// Sums that have begun.
#[derive(Default)]
struct UnderWay {
    /// Where the gradient begins, in bytes, and how large a number is.
    start: usize,
    size: usize,
    /// The gradients that are whole, in numbers, apart from each other and from all behind `whole`.
    apart: Vec<Range<usize>>,
    /// All numbers from here on are whole.
    whole: usize,
    /// The pieces that are not begun, the next one last.
    left: Vec<Range<usize>>,
    sum: Option<Sum>,
    /// How many sums have begun before the backward pass was over, in all steps.
    early: u64,
    requests: Vec<ffi::MPI_Request>,
}

/// Where to, and how.
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
    /// `None` where there is one piece alone: nothing could begin early.
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
        // The first tensors are whole at the very end: what is left of them is not worth a piece.
        if let [.., before, last] = &mut pieces[..]
            && last.len() < LEAST
        {
            before.start = last.start;
            pieces.pop();
        }
        (pieces.len() > 1).then(|| Self { world: world.clone(), pieces, under_way: UnderWay::default() })
    }

    /// Does a backward pass into this gradient, and begins to sum what is whole into `scratch`.
    ///
    /// # Safety
    /// Until [`finish`](Self::finish) has been called, `gradient` and `scratch` stay where they are, elements of the gradient that
    /// were reported as whole are not written, and `scratch` is not read.
    pub(super) unsafe fn begin<T: Float>(
        &mut self,
        gradient: *mut [T],
        scratch: &mut [T],
        backward: impl FnOnce() -> T,
    ) -> T {
        self.start(gradient, scratch);
        UNDER_WAY.with_borrow_mut(|under_way| std::mem::swap(under_way, &mut self.under_way));
        let value =
            nn_core::overlap::with_callback(|gradient| UNDER_WAY.with_borrow_mut(|it| it.learned(gradient)), backward);
        UNDER_WAY.with_borrow_mut(|under_way| std::mem::swap(under_way, &mut self.under_way));
        value
    }

    /// The same where there is no backward pass: a process that has no samples for the step sums zeros.
    pub(super) fn start<T: Float>(&mut self, gradient: *mut [T], scratch: &mut [T]) {
        let kind = match T::numbers(&mut []) {
            Numbers::F32(_) => f32::equivalent_datatype().as_raw(),
            Numbers::F64(_) => f64::equivalent_datatype().as_raw(),
        };
        let it = &mut self.under_way;
        it.start = gradient.cast::<u8>().expose_provenance();
        it.size = size_of::<T>();
        it.whole = gradient.len();
        it.apart.clear();
        it.left.clear();
        it.left.extend(self.pieces.iter().rev().cloned());
        it.sum = Some(Sum {
            to: scratch.as_mut_ptr().cast(),
            kind,
            operation: SystemOperation::sum().as_raw(),
            among: self.world.communicator().as_raw(),
        });
    }

    /// Begins the sums that are left of the same gradient: every process has then begun the same ones in the same order.
    pub(super) fn begin_rest<T: Float>(&mut self, gradient: &mut [T]) {
        gradient.as_mut_ptr().expose_provenance();
        self.under_way.whole = 0;
        self.under_way.begin();
    }

    /// Whether sums have begun, or could, that nobody has waited for.
    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.sum.is_some()
    }

    /// How many sums have begun before a backward pass was over.
    pub(super) fn early(&self) -> u64 {
        self.under_way.early
    }

    /// Waits for all sums.
    pub(super) fn finish(&mut self) {
        let requests = &mut self.under_way.requests;
        // SAFETY: these are requests that `begin` has made, and that nobody has waited for.
        unsafe { ffi::MPI_Waitall(requests.len() as i32, requests.as_mut_ptr(), ptr::null_mut()) };
        requests.clear();
        self.under_way.sum = None;
    }
}

impl Drop for Overlap {
    /// The other processes wait for the sums that have begun, and MPI may still read what they are sums of.
    fn drop(&mut self) {
        if self.is_under_way() {
            fail(&self.world, "it left in the middle of a step");
        }
    }
}

impl UnderWay {
    /// A gradient at these addresses is whole.
    fn learned(&mut self, addresses: Range<usize>) {
        let number = |address: usize| address.wrapping_sub(self.start) / self.size;
        self.apart.push(number(addresses.start)..number(addresses.end));
        while let Some(next) = self.apart.iter().position(|range| range.end >= self.whole) {
            self.whole = self.whole.min(self.apart.swap_remove(next).start);
        }
        let left = self.left.len();
        self.begin();
        self.early += (left - self.left.len()) as u64;
    }

    /// Begins the sums of all pieces that are whole, and lets those that have begun go on.
    fn begin(&mut self) {
        let Some(sum) = self.sum else { return };
        while let Some(piece) = self.left.pop_if(|piece| piece.start >= self.whole) {
            let (at, count) = (piece.start * self.size, piece.len() as i32);
            let mut request = std::mem::MaybeUninit::uninit();
            // SAFETY: the piece is a part of both slices, which stay until `finish`: see `Overlap::begin`. Its gradients were exposed
            // when they were told of, or all together.
            unsafe {
                let (from, to) = (ptr::with_exposed_provenance(self.start + at), sum.to.add(at).cast());
                let place = request.as_mut_ptr();
                ffi::MPI_Iallreduce(from, to, count, sum.kind, sum.operation, sum.among, place);
                self.requests.push(request.assume_init());
            }
        }
        let mut are_done = 0;
        // SAFETY: these are requests that were made above, and that nobody has waited for.
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
    fn what_is_whole_grows_from_the_end_in_whatever_order_it_is_told() {
        let mut it = UnderWay { start: 1000, size: 4, whole: 10, ..UnderWay::default() };
        for (told, whole) in [(7..9, 10), (4..7, 10), (9..10, 4), (1..2, 4), (4..10, 4), (2..4, 1), (0..1, 0)] {
            it.learned(1000 + 4 * told.start..1000 + 4 * told.end);
            assert_eq!(it.whole, whole, "{told:?}");
        }
    }
}
