//! A batch, whose buffers are reused.

use super::Dataset;
use nn_core::{Dim, Signal, zeroed};
use std::fmt;
use std::sync::mpsc::Sender;

/// The buffers of a batch: its inputs and targets.
pub(super) struct Memory<D: Dataset, B: Dim> {
    pub(super) input: Box<<D::Input as Signal>::Owned<B, D::Elem>>,
    pub(super) target: Box<<D::Target as Signal>::Owned<B, D::Elem>>,
}

impl<D: Dataset, B: Dim> Memory<D, B> {
    pub(super) fn new() -> Self {
        Self { input: zeroed(), target: zeroed() }
    }
}

/// The inputs and targets of a batch; its buffers return to the loader when it is dropped.
pub struct Batch<D: Dataset, B: Dim> {
    memory: Option<Memory<D, B>>,
    rows: usize,
    spare: Sender<Memory<D, B>>,
}

impl<D: Dataset, B: Dim> Batch<D, B> {
    pub(super) fn new(memory: Memory<D, B>, rows: usize, spare: Sender<Memory<D, B>>) -> Self {
        Self { memory: Some(memory), rows, spare }
    }

    /// Returns the inputs: `&Tensor<(B, ..)>`.
    pub fn input(&self) -> <D::Input as Signal>::Ref<'_, B, D::Elem> {
        D::Input::by_ref(&self.memory().input)
    }

    /// Returns the targets: `&Tensor<(B, ..)>`, or `&Tensor<(B,), Class<C>>` for classes.
    pub fn target(&self) -> <D::Target as Signal>::Ref<'_, B, D::Elem> {
        D::Target::by_ref(&self.memory().target)
    }

    /// Returns the number of samples, from 1 to `B`; the rows after them are zero padding. It may be 0 in a
    /// [`shard`](super::Loader::shard).
    pub fn rows(&self) -> usize {
        self.rows
    }

    fn memory(&self) -> &Memory<D, B> {
        self.memory.as_ref().expect("it is taken only in `drop`")
    }
}

impl<D: Dataset, B: Dim> Drop for Batch<D, B> {
    fn drop(&mut self) {
        if let Some(memory) = self.memory.take() {
            // If the receiver is gone, the buffers are freed.
            let _ = self.spare.send(memory);
        }
    }
}

impl<D: Dataset, B: Dim> fmt::Debug for Batch<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch of {}, {} valid", B::SIZE, self.rows)
    }
}
