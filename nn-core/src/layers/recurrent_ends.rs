//! What is at the two ends of the sequence of a recurrent layer: zeros, or states that are operands and outputs.

use super::recurrent_cell::Units;
use crate::dim::Natural;
use crate::float::Float;
use crate::kernels::Target;
use crate::kernels::axis::{put, take};

/// The ends of a pass through time, for each direction of each layer, which are numbered in PyTorch's order: layer by layer, the
/// directions of a layer one after the other. A step carries the hidden states of a batch, and the cell states, which are
/// empty for a cell without them, with the sizes of the units `H`.
pub(super) trait Ends<T: Float> {
    /// Sets what the first step of the pass receives.
    fn begin<H: Units>(&mut self, number: usize, carried: [&mut [T]; 2]);

    /// Takes what the last step of the pass hands on.
    fn end<H: Units>(&mut self, number: usize, carried: [&[T]; 2]);

    /// Returns whether the last step of a backward pass hands on a gradient.
    fn are_read(&self) -> bool;
}

/// The states before the first step are 0, and those after the last one are not read.
pub(super) struct Zeros;

impl<T: Float> Ends<T> for Zeros {
    #[inline(always)]
    fn begin<H: Units>(&mut self, _: usize, carried: [&mut [T]; 2]) {
        carried.into_iter().for_each(|state| state.fill(T::ZERO));
    }

    #[inline(always)]
    fn end<H: Units>(&mut self, _: usize, _: [&[T]; 2]) {}

    #[inline(always)]
    fn are_read(&self) -> bool {
        false
    }
}

/// The hidden states and, for an LSTM, the cell states of a batch, each of `count` directions of all layers. In the backward pass,
/// they are gradients, and what begins it belongs to the last step of the sequence.
pub(super) struct Given<'a, T, const STATES: usize> {
    pub(super) count: usize,
    pub(super) begin: [&'a [T]; STATES],
    /// `None` for a gradient that is not needed.
    pub(super) end: [Option<Target<'a, T>>; STATES],
}

impl<T: Float, const STATES: usize> Ends<T> for Given<'_, T, STATES> {
    #[inline(always)]
    fn begin<H: Units>(&mut self, number: usize, carried: [&mut [T]; 2]) {
        for ((&given, state), size) in self.begin.iter().zip(carried).zip([H::Hidden::SIZE, H::Cells::SIZE]) {
            take([self.count, 1, size], |_| number, given, Target::set(state));
        }
    }

    #[inline(always)]
    fn end<H: Units>(&mut self, number: usize, carried: [&[T]; 2]) {
        for ((end, state), size) in self.end.iter_mut().zip(carried).zip([H::Hidden::SIZE, H::Cells::SIZE]) {
            if let Some(end) = end {
                put([self.count, size], number, state, end.reborrow());
            }
        }
    }

    #[inline(always)]
    fn are_read(&self) -> bool {
        self.end.iter().any(Option::is_some)
    }
}
