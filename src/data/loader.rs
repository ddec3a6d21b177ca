//! Batches of a data set, in a seeded order, made by threads ahead of their use.

use super::dataset::{Dataset, Draw};
use super::error::DataError;
use super::rows::{clear_rows, row_mut};
use nn_core::{Dim, Signal, rng_at, zeroed};
use rand::seq::SliceRandom;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// What becomes of the samples at the end of an epoch that do not fill a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Last {
    /// A batch of which the first [`rows`](Batch::rows) count, and the others are zeros.
    #[default]
    Keep,
    /// They are left out of this epoch; after the next shuffle others are.
    Drop,
}

/// How a data set is cut into batches of `B`: typed, in an order that is a function of seed and epoch alone.
///
/// With workers, threads fill batches before they are asked for, two a worker; the order and every bit are the same for any
/// number of them. Memory is taken once for each batch that is under way, and used again.
///
/// The data set is asked for its length once, by [`new`](Loader::new): samples that are added later are not part of any epoch.
///
/// ```
/// use nn::data::{Loader, Pairs};
/// use nn::prelude::*;
/// use nn::{CrossEntropy, Indices, Sgd};
///
/// network! {
///     struct Sign {
///         fc: Linear<1, 2>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<2> {
///         x.fc()
///     }
/// }
///
/// let numbers: Vec<f32> = (0..50).map(|i| (i as f32 - 24.5) / 25.0).collect();
/// let signs: Vec<usize> = (0..50).map(|i| (i >= 25).into()).collect();
/// let data = Pairs::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &signs)?;
/// let loader = Loader::<_, dim![16]>::new(data).shuffle(7).workers(1);
/// let mut session = Session::<Sign, Sgd, dim![16]>::new(Sgd::new(0.5), 1);
/// for epoch in 0..20 {
///     for batch in loader.epoch(epoch) {
///         let batch = batch?;
///         session.step_rows(batch.rows(), batch.input(), &CrossEntropy, batch.target());
///     }
/// }
/// assert_eq!(session.steps(), 20 * 4);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub struct Loader<D, B> {
    data: Arc<D>,
    /// The length of the data set when the loader was made.
    samples: usize,
    seed: Option<u64>,
    workers: usize,
    last: Last,
    shard: Shard,
    batch: PhantomData<fn() -> B>,
}

/// Which batches of an epoch a loader gives, where several loaders share them: of every `all` batches, `count` from number `first`
/// on. Those `all` are one step.
///
/// Each loader gives as many batches as each other, so that they stay in step: where the samples do not reach, they have no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    first: usize,
    count: usize,
    all: usize,
}

impl Shard {
    /// Every batch.
    pub const WHOLE: Self = Self { first: 0, count: 1, all: 1 };

    /// The share of one of so many loaders in steps of `all` batches, where each has as many.
    ///
    /// # Panics
    /// If `all` is not a multiple of `loaders`, and more than 0, or `loader` is not below `loaders`.
    pub fn new(loader: usize, loaders: usize, all: usize) -> Self {
        let fits = loader < loaders && all > 0 && all.is_multiple_of(loaders);
        assert!(fits, "loader {loader} of {loaders} has no share in steps of {all} batches");
        let count = all / loaders;
        Self { first: loader * count, count, all }
    }

    /// How many batches of a step are this loader's.
    pub const fn count(self) -> usize {
        self.count
    }

    /// How many batches a step has.
    pub const fn all(self) -> usize {
        self.all
    }

    /// The number of the first of them in a step.
    pub const fn first(self) -> usize {
        self.first
    }

    /// The number, among all batches of the epoch, of this loader's batch with this number.
    const fn number(self, batch: usize) -> usize {
        (batch / self.count).saturating_mul(self.all).saturating_add(self.first + batch % self.count)
    }
}

impl<D: Dataset + 'static, B: Dim> Loader<D, B> {
    /// Batches in the order of the data set, filled when they are asked for, the last one too if it is not full. An `Arc` of a
    /// data set is one too, for several loaders of the same.
    pub fn new(data: D) -> Self {
        let samples = data.len();
        Self {
            data: Arc::new(data),
            samples,
            seed: None,
            workers: 0,
            last: Last::Keep,
            shard: Shard::WHOLE,
            batch: PhantomData,
        }
    }

    /// Another order in each epoch, drawn from this seed, as is all randomness of the samples.
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// So many threads that fill batches ahead; 0, and the one that asks does it. Where the operating system refuses some of the
    /// threads, those that there are do the work, and the one that asks if there are none.
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers;
        self
    }

    /// What becomes of a last batch that is not full.
    pub fn last(mut self, last: Last) -> Self {
        self.last = last;
        self
    }

    /// A share of each step's batches, for a loader in each of several processes; the order and all samples are those of the whole.
    ///
    /// ```
    /// use nn::data::{Loader, Pairs, Shard};
    /// use nn::prelude::*;
    ///
    /// let numbers = Tensor::<shape![5, 1]>::new([[0.0], [1.0], [2.0], [3.0], [4.0]]);
    /// let data = Pairs::<shape![1], shape![1]>::from_batch::<dim![5]>(&numbers, &numbers);
    /// let first = |loader: usize| -> Vec<Vec<f32>> {
    ///     let loader = Loader::<_, dim![2]>::new(data.clone()).shard(Shard::new(loader, 2, 2));
    ///     let batches = loader.epoch(0).map(Result::unwrap);
    ///     batches.map(|batch| batch.input().as_slice()[..batch.rows()].to_vec()).collect()
    /// };
    /// assert_eq!(first(0), [vec![0.0, 1.0], vec![4.0]]);
    /// assert_eq!(first(1), [vec![2.0, 3.0], vec![]]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn shard(mut self, shard: Shard) -> Self {
        self.shard = shard;
        self
    }

    /// The data set.
    pub fn data(&self) -> &D {
        &self.data
    }

    /// What the order is drawn from; `None` for that of the data set.
    pub fn seed(&self) -> Option<u64> {
        self.seed
    }

    /// How many batches an epoch has; of a [`shard`](Self::shard), as many for each of its loaders.
    pub fn batches(&self) -> usize {
        let step = B::SIZE.saturating_mul(self.shard.all);
        let steps = match self.last {
            Last::Keep => self.samples.div_ceil(step),
            Last::Drop => self.samples / step,
        };
        steps.saturating_mul(self.shard.count)
    }

    /// The number of samples of an epoch: the length of the data set when the loader was made.
    ///
    /// ```
    /// use nn::data::{Loader, Pairs};
    /// use nn::prelude::*;
    /// let x = Tensor::<shape![5, 1]>::zeros();
    /// let loader = Loader::<_, dim![2]>::new(Pairs::<shape![1], shape![1]>::from_batch::<dim![5]>(&x, &x));
    /// assert_eq!((loader.samples(), loader.batches()), (5, 3));
    /// ```
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// The place in an epoch's [`order`](Self::order) at which a batch begins.
    #[cfg(feature = "train")]
    pub(crate) fn start_of(&self, batch: usize) -> usize {
        self.shard.number(batch).saturating_mul(B::SIZE)
    }

    /// The order of the samples in an epoch.
    ///
    /// # Panics
    /// If memory cannot hold an index for each sample.
    pub fn order(&self, epoch: u64) -> Vec<usize> {
        self.try_order(epoch).unwrap_or_else(|error| panic!("{error}"))
    }

    fn try_order(&self, epoch: u64) -> Result<Vec<usize>, DataError> {
        let mut order = Vec::new();
        order.try_reserve_exact(self.samples).map_err(|_| DataError::TooMany { samples: self.samples })?;
        order.extend(0..self.samples);
        if let Some(seed) = self.seed {
            order.shuffle(&mut rng_at(seed, [epoch, 0, 2]));
        }
        Ok(order)
    }

    /// The batches of an epoch, 0 being the first.
    pub fn epoch(&self, epoch: u64) -> Epoch<D, B> {
        self.epoch_from(epoch, 0)
    }

    /// The batches of an epoch from number `first` on, for a run that goes on in the middle.
    pub fn epoch_from(&self, epoch: u64, first: usize) -> Epoch<D, B> {
        let (order, refused) = match self.try_order(epoch) {
            Ok(order) => (order, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let plan = Arc::new(Plan {
            data: self.data.clone(),
            order,
            draw: Draw { seed: self.seed.unwrap_or(0), epoch, index: 0 },
            batches: self.batches(),
            shard: self.shard,
            batch: PhantomData,
        });
        let workers = match refused {
            None => self.workers.min(plan.batches.saturating_sub(first)),
            Some(_) => 0,
        };
        // How many workers share the batches is known when all threads have started that the system grants.
        let waiting: Vec<_> = (0..workers).map_while(|_| Worker::start(plan.clone()).ok()).collect();
        let step = waiting.len();
        let workers =
            waiting.into_iter().enumerate().map(|(worker, waiting)| waiting.begin(first + worker, step)).collect();
        let (spare, spares) = channel();
        Epoch { plan, refused, next: first, first, workers, spare, spares }
    }
}

/// The batches of an epoch.
pub struct Epoch<D: Dataset, B: Dim> {
    plan: Arc<Plan<D, B>>,
    /// Why there are no batches.
    refused: Option<DataError>,
    next: usize,
    first: usize,
    workers: Vec<Worker<D, B>>,
    spare: Sender<Memory<D, B>>,
    spares: Receiver<Memory<D, B>>,
}

/// What an epoch is.
struct Plan<D, B> {
    data: Arc<D>,
    order: Vec<usize>,
    draw: Draw,
    batches: usize,
    shard: Shard,
    batch: PhantomData<fn() -> B>,
}

impl<D: Dataset, B: Dim> Plan<D, B> {
    /// Fills a batch, and says how many of its samples count.
    fn fill(&self, batch: usize, memory: &mut Memory<D, B>) -> Result<usize, DataError> {
        let (input, target) = (&mut *memory.input, &mut *memory.target);
        let start = self.shard.number(batch).saturating_mul(B::SIZE);
        let indices = self.order.get(start..).unwrap_or_default();
        let indices = &indices[..indices.len().min(B::SIZE)];
        for (row, &index) in indices.iter().enumerate() {
            let draw = Draw { index: index as u64, ..self.draw };
            self.data.get(
                index,
                draw,
                row_mut::<D::Input, B, D::Elem>(D::Input::by_mut(input), row),
                row_mut::<D::Target, B, D::Elem>(D::Target::by_mut(target), row),
            )?;
        }
        clear_rows::<D::Input, B, D::Elem>(D::Input::by_mut(input), indices.len());
        clear_rows::<D::Target, B, D::Elem>(D::Target::by_mut(target), indices.len());
        Ok(indices.len())
    }
}

/// The places of a batch.
struct Memory<D: Dataset, B: Dim> {
    input: Box<<D::Input as Signal>::Owned<B, D::Elem>>,
    target: Box<<D::Target as Signal>::Owned<B, D::Elem>>,
}

impl<D: Dataset, B: Dim> Memory<D, B> {
    fn new() -> Self {
        Self { input: zeroed(), target: zeroed() }
    }
}

/// Inputs and targets of a batch; its memory goes back to the loader when it is dropped.
pub struct Batch<D: Dataset, B: Dim> {
    memory: Option<Memory<D, B>>,
    rows: usize,
    spare: Sender<Memory<D, B>>,
}

impl<D: Dataset, B: Dim> Batch<D, B> {
    /// The inputs: `&Tensor<(B, ..)>`.
    pub fn input(&self) -> <D::Input as Signal>::Ref<'_, B, D::Elem> {
        D::Input::by_ref(&self.memory().input)
    }

    /// The targets: `&Tensor<(B, ..)>`, of classes `&Tensor<(B,), Class<C>>`.
    pub fn target(&self) -> <D::Target as Signal>::Ref<'_, B, D::Elem> {
        D::Target::by_ref(&self.memory().target)
    }

    /// How many of the samples count, from 1 to `B`; the others are zeros. In a [`shard`](Loader::shard) it may be 0.
    pub fn rows(&self) -> usize {
        self.rows
    }

    fn memory(&self) -> &Memory<D, B> {
        self.memory.as_ref().expect("it is taken in drop alone")
    }
}

impl<D: Dataset, B: Dim> Drop for Batch<D, B> {
    fn drop(&mut self) {
        if let Some(memory) = self.memory.take() {
            // Where nobody wants it any more, it is freed.
            let _ = self.spare.send(memory);
        }
    }
}

/// A batch that is ready, or why there is none.
type Ready<D, B> = Result<(Memory<D, B>, usize), DataError>;

/// A thread that fills every n-th batch.
struct Worker<D: Dataset, B: Dim> {
    ready: Option<Receiver<Ready<D, B>>>,
    spare: Sender<Memory<D, B>>,
    thread: Option<JoinHandle<()>>,
}

/// Batches that a worker has ready before it waits.
const AHEAD: usize = 2;

/// A worker whose thread has started and waits for its share of the batches.
struct Waiting<D: Dataset, B: Dim> {
    /// Dropped before the worker, which joins its thread: so the thread does not wait for ever.
    begin: Sender<(usize, usize)>,
    worker: Worker<D, B>,
}

impl<D: Dataset + 'static, B: Dim> Worker<D, B> {
    /// # Errors
    /// If the system grants no thread.
    fn start(plan: Arc<Plan<D, B>>) -> std::io::Result<Waiting<D, B>> {
        let (send, ready) = sync_channel(AHEAD);
        let (spare, spares) = channel();
        let (begin, batches) = channel();
        let thread = std::thread::Builder::new().name("nn-loader".into()).spawn(move || {
            if let Ok((first, step)) = batches.recv() {
                work(&plan, first, step, &send, &spares);
            }
        })?;
        Ok(Waiting { worker: Self { ready: Some(ready), spare, thread: Some(thread) }, begin })
    }
}

impl<D: Dataset, B: Dim> Waiting<D, B> {
    /// Fills every `step`-th batch from `first` on.
    fn begin(self, first: usize, step: usize) -> Worker<D, B> {
        // The thread waits for it, so that it cannot be gone.
        let _ = self.begin.send((first, step));
        self.worker
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
            // Nobody listens any more, or will.
            return;
        }
    }
}

impl<D: Dataset, B: Dim> Drop for Worker<D, B> {
    fn drop(&mut self) {
        // What waits for room in the channel wakes up and ends.
        self.ready = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<D: Dataset, B: Dim> Iterator for Epoch<D, B> {
    type Item = Result<Batch<D, B>, DataError>;

    /// # Panics
    /// As the data set does: a panic in a worker goes on here.
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
                // It ended without a word: it panicked.
                _ => match worker.thread.take().map(JoinHandle::join) {
                    Some(Err(panic)) => std::panic::resume_unwind(panic),
                    _ => return None,
                },
            }
        };
        let batch = filled.map(|(memory, rows)| Batch { memory: Some(memory), rows, spare: spare.clone() });
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

impl<D, B> Clone for Loader<D, B> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), batch: PhantomData, ..*self }
    }
}

impl<D, B: Dim> fmt::Debug for Loader<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, workers, last, shard, .. } = self;
        write!(f, "Loader {{ batch: {}, seed: {seed:?}, workers: {workers}, last: {last:?}, {shard:?} }}", B::SIZE)
    }
}

impl<D: Dataset, B: Dim> fmt::Debug for Epoch<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Epoch {} at batch {} of {}", self.plan.draw.epoch, self.next, self.plan.batches)
    }
}

impl<D: Dataset, B: Dim> fmt::Debug for Batch<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch of {}, of which {} count", B::SIZE, self.rows)
    }
}
