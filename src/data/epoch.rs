//! The iterator over the batches of an epoch, with worker threads that prefetch them.

use super::batch::{Batch, Memory};
use super::samples::{clear_rows, row_mut};
use super::{AugmentContext, DataError, Dataset, Shard, WeightedRandomSampler};
use nn_core::{Dim, Signal};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// An iterator over the batches of an epoch.
pub struct Epoch<D: Dataset, B: Dim> {
    plan: Arc<Plan<D, B>>,
    /// The error to yield instead of batches.
    refused: Option<DataError>,
    next: usize,
    first: usize,
    workers: Vec<Worker<D, B>>,
    spare: Sender<Memory<D, B>>,
    spares: Receiver<Memory<D, B>>,
}

impl<D: Dataset + 'static, B: Dim> Epoch<D, B> {
    /// Starts an epoch at batch `first` with this number of workers; with `refused` set, it yields that error alone.
    pub(super) fn start(plan: Arc<Plan<D, B>>, refused: Option<DataError>, first: usize, workers: usize) -> Self {
        let workers = match refused {
            None => workers.min(plan.batches.saturating_sub(first)),
            Some(_) => 0,
        };
        // The number of workers that share the batches is known only after all threads that the system grants have started.
        let waiting: Vec<_> = (0..workers).map_while(|_| Worker::start(plan.clone()).ok()).collect();
        let step = waiting.len();
        let begin = |(number, (begin, worker)): (usize, Waiting<D, B>)| {
            // The thread waits for this message, so that the receiver exists.
            let _ = begin.send((first + number, step));
            worker
        };
        let workers = waiting.into_iter().enumerate().map(begin).collect();
        let (spare, spares) = channel();
        Self { plan, refused, next: first, first, workers, spare, spares }
    }
}

impl<D: Dataset, B: Dim> Iterator for Epoch<D, B> {
    type Item = Result<Batch<D, B>, DataError>;

    /// # Panics
    /// Propagates a panic of the data set, also from a worker.
    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.plan.batches {
            return None;
        }
        if let Some(refused) = self.refused.take() {
            self.next = self.plan.batches;
            return Some(Err(refused));
        }
        let number = self.next;
        self.next += 1;
        let (filled, spare) = if self.workers.is_empty() {
            let mut memory = self.spares.try_recv().unwrap_or_else(|_| Memory::new());
            (self.plan.fill(number, &mut memory).map(|rows| (memory, rows)), &self.spare)
        } else {
            let worker = (number - self.first) % self.workers.len();
            let worker = &mut self.workers[worker];
            match worker.ready.as_ref().map(Receiver::recv) {
                Some(Ok(filled)) => (filled, &worker.spare),
                // The worker ended without sending: it panicked.
                _ => match worker.thread.take().map(JoinHandle::join) {
                    Some(Err(panic)) => std::panic::resume_unwind(panic),
                    _ => return None,
                },
            }
        };
        let batch = filled.map(|(memory, rows)| Batch::new(memory, rows, spare.clone()));
        if batch.is_err() {
            self.next = self.plan.batches;
        }
        Some(batch)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.plan.batches.saturating_sub(self.next);
        (0, Some(left))
    }
}

impl<D: Dataset, B: Dim> fmt::Debug for Epoch<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Epoch {} at batch {} of {}", self.plan.context.epoch, self.next, self.plan.batches)
    }
}

/// The description of an epoch that all of its workers share.
pub(super) struct Plan<D, B> {
    data: Arc<D>,
    order: Vec<usize>,
    context: AugmentContext,
    /// Whether a sample may occur several times, each time with other randomness.
    repeats: bool,
    batches: usize,
    shard: Shard,
    batch: PhantomData<fn() -> B>,
}

impl<D: Dataset, B: Dim> Plan<D, B> {
    pub(super) fn new(
        data: Arc<D>,
        order: Vec<usize>,
        context: AugmentContext,
        repeats: bool,
        batches: usize,
        shard: Shard,
    ) -> Arc<Self> {
        Arc::new(Self { data, order, context, repeats, batches, shard, batch: PhantomData })
    }

    /// Fills a batch; returns the number of its samples.
    fn fill(&self, batch: usize, memory: &mut Memory<D, B>) -> Result<usize, DataError> {
        let (input, target) = (&mut *memory.input, &mut *memory.target);
        let start = self.shard.start(batch, B::SIZE);
        let indices = self.order.get(start..).unwrap_or_default();
        let indices = &indices[..indices.len().min(B::SIZE)];
        for (row, &index) in indices.iter().enumerate() {
            let context = AugmentContext { index: index as u64, ..self.context };
            let context = if self.repeats { WeightedRandomSampler::context(context, start + row) } else { context };
            self.data.get(
                index,
                context,
                row_mut::<D::Input, B, D::Elem>(D::Input::by_mut(input), row),
                row_mut::<D::Target, B, D::Elem>(D::Target::by_mut(target), row),
            )?;
        }
        clear_rows::<D::Input, B, D::Elem>(D::Input::by_mut(input), indices.len());
        clear_rows::<D::Target, B, D::Elem>(D::Target::by_mut(target), indices.len());
        Ok(indices.len())
    }
}

/// A filled batch with the number of its samples, or the error that prevented it.
type Ready<D, B> = Result<(Memory<D, B>, usize), DataError>;

/// A thread that fills every n-th batch.
struct Worker<D: Dataset, B: Dim> {
    ready: Option<Receiver<Ready<D, B>>>,
    spare: Sender<Memory<D, B>>,
    thread: Option<JoinHandle<()>>,
}

/// The number of batches that a worker prefetches before it blocks.
const AHEAD: usize = 2;

/// A worker whose thread waits for the index of its first batch and the stride to the next one. The sender of the two is dropped
/// before the worker, which joins its thread, so that the thread cannot wait forever.
type Waiting<D, B> = (Sender<(usize, usize)>, Worker<D, B>);

impl<D: Dataset + 'static, B: Dim> Worker<D, B> {
    /// # Errors
    /// If the system cannot create a thread.
    fn start(plan: Arc<Plan<D, B>>) -> std::io::Result<Waiting<D, B>> {
        let (send, ready) = sync_channel(AHEAD);
        let (spare, spares) = channel();
        let (begin, batches) = channel();
        let thread = std::thread::Builder::new().name("nn-loader".into()).spawn(move || {
            if let Ok((first, step)) = batches.recv() {
                work(&plan, first, step, &send, &spares);
            }
        })?;
        Ok((begin, Self { ready: Some(ready), spare, thread: Some(thread) }))
    }
}

fn work<D: Dataset, B: Dim>(
    plan: &Plan<D, B>,
    first: usize,
    step: usize,
    ready: &SyncSender<Ready<D, B>>,
    spares: &Receiver<Memory<D, B>>,
) {
    for batch in (first..plan.batches).step_by(step) {
        let mut memory = spares.try_recv().unwrap_or_else(|_| Memory::new());
        let filled = plan.fill(batch, &mut memory);
        let failed = filled.is_err();
        if ready.send(filled.map(|rows| (memory, rows))).is_err() || failed {
            // The receiver is gone, or the epoch ends with this error.
            return;
        }
    }
}

impl<D: Dataset, B: Dim> Drop for Worker<D, B> {
    fn drop(&mut self) {
        // Dropping the receiver wakes up a thread that is blocked on a full channel.
        self.ready = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
