//! A loader: divides a data set into batches, in a seeded order.

use super::epoch::{Epoch, Plan};
use super::{AugmentContext, DataError, Dataset, Shard, WeightedRandomSampler};
use nn_core::{Dim, rng_at};
use rand::seq::SliceRandom;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Divides a data set into batches of `B` samples: typed, in an order that is a function of seed and epoch alone.
///
/// With workers, threads prefetch batches, two per worker; the order and the elements are bit-identical for any number of workers.
/// Buffers are allocated once for each batch in flight, and reused.
///
/// The length of the data set is read once, by [`new`](Loader::new): samples that are added later are not part of any epoch.
///
/// ```
/// use nn::prelude::*;
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
/// let data = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &signs)?;
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
    /// The length of the data set when the loader was created.
    samples: usize,
    sampler: Option<WeightedRandomSampler>,
    seed: Option<u64>,
    workers: usize,
    drop_last: bool,
    shard: Shard,
    batch: PhantomData<fn() -> B>,
}

#[cfg(feature = "train")]
impl<D, B> Loader<D, B> {
    /// The same loader with another batch size.
    pub(crate) fn with_batch_size<Rows>(self) -> Loader<D, Rows> {
        let Self { data, samples, sampler, seed, workers, drop_last, shard, batch: _ } = self;
        Loader { data, samples, sampler, seed, workers, drop_last, shard, batch: PhantomData }
    }
}

impl<D: Dataset + 'static, B: Dim> Loader<D, B> {
    /// Creates a loader without workers that yields batches in the order of the data set; the last batch may be incomplete. An
    /// `Arc` of a data set is a data set as well, so that several loaders can share one.
    pub fn new(data: D) -> Self {
        let samples = data.len();
        Self {
            data: Arc::new(data),
            samples,
            sampler: None,
            seed: None,
            workers: 0,
            drop_last: false,
            shard: Shard::WHOLE,
            batch: PhantomData,
        }
    }

    /// Shuffles the samples, in a different order in each epoch. The seed determines the orders and all other randomness of the
    /// samples.
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Draws samples with a sampler, instead of using each one once. The seed determines the samples of each epoch and all other
    /// randomness of the samples. A sample that is drawn several times in an epoch is augmented differently each time. A later
    /// [`shuffle`](Self::shuffle) only changes the seed.
    ///
    /// # Errors
    /// [`DataError::Argument`] if the number of weights is not the number of samples.
    pub fn sampler(mut self, sampler: WeightedRandomSampler, seed: u64) -> Result<Self, DataError> {
        let (weights, samples) = (sampler.weights().len(), self.samples);
        if weights != samples {
            let expected = format!("{samples}, one for each sample");
            return Err(DataError::argument("the number of weights of the sampler", weights, expected));
        }
        (self.sampler, self.seed) = (Some(sampler), Some(seed));
        Ok(self)
    }

    /// Sets the number of threads that prefetch batches. Defaults to 0: batches are filled by the calling thread. If the operating
    /// system refuses to create some of the threads, the others share the work; if it refuses all, the calling thread does it.
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers;
        self
    }

    /// Sets whether a last batch that is not full is left out of the epoch; with shuffling, other samples are left out of the next
    /// one. Defaults to `false`: the batch has fewer [`rows`](super::Batch::rows), and is padded with zeros.
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.drop_last = drop_last;
        self
    }

    /// Restricts the loader to a share of each step's batches, for several processes with a loader each; the order and the samples
    /// of the whole are unchanged.
    ///
    /// ```
    /// use nn::data::Shard;
    /// use nn::prelude::*;
    ///
    /// let numbers = Tensor::<shape![5, 1]>::new([[0.0], [1.0], [2.0], [3.0], [4.0]]);
    /// let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![5]>(&numbers, &numbers);
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

    /// Returns the data set.
    pub fn data(&self) -> &D {
        &self.data
    }

    /// Returns the seed of the order; `None` for the order of the data set.
    pub fn seed(&self) -> Option<u64> {
        self.seed
    }

    /// Returns the number of batches in an epoch; with a [`shard`](Self::shard), the number of this loader's batches, which is the
    /// same for each loader.
    pub fn batches(&self) -> usize {
        let step = B::SIZE.saturating_mul(self.shard.all());
        let steps = if self.drop_last { self.samples() / step } else { self.samples().div_ceil(step) };
        steps.saturating_mul(self.shard.count())
    }

    /// Returns the number of samples in an epoch: the length of the data set when the loader was created, or the number that the
    /// [`sampler`](Self::sampler) draws.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let x = Tensor::<shape![5, 1]>::zeros();
    /// let loader = Loader::<_, dim![2]>::new(TensorDataset::<shape![1], shape![1]>::from_batch::<dim![5]>(&x, &x));
    /// assert_eq!((loader.samples(), loader.batches()), (5, 3));
    /// ```
    pub fn samples(&self) -> usize {
        self.sampler.as_ref().map_or(self.samples, WeightedRandomSampler::samples)
    }

    /// Rejects a loader whose epochs have no batch.
    #[cfg(feature = "train")]
    pub(crate) fn check_batches(&self) -> Result<(), DataError> {
        match (self.batches(), self.samples()) {
            (0, 0) => Err(DataError::Empty),
            (0, samples) => Err(DataError::NoBatch { samples, rows: B::SIZE.saturating_mul(self.shard.all()) }),
            _ => Ok(()),
        }
    }

    /// Returns the weights of the samples, if a sampler draws them.
    #[cfg(feature = "train")]
    pub(crate) fn weights(&self) -> Option<&[f64]> {
        self.sampler.as_ref().map(WeightedRandomSampler::weights)
    }

    /// Returns the source of randomness of the sample `index` at a position of an epoch's order.
    #[cfg(feature = "train")]
    pub(crate) fn context(&self, epoch: u64, place: usize, index: usize) -> AugmentContext {
        let context = AugmentContext { seed: self.seed.unwrap_or(0), epoch, index: index as u64 };
        if self.sampler.is_some() { WeightedRandomSampler::context(context, place) } else { context }
    }

    /// Returns the position in an epoch's [`order`](Self::order) at which a batch begins.
    #[cfg(feature = "train")]
    pub(crate) fn start_of(&self, batch: usize) -> usize {
        self.shard.start(batch, B::SIZE)
    }

    /// Returns the order of the samples in an epoch, as indices of the data set.
    ///
    /// # Panics
    /// Panics if there is not enough memory for an index per sample.
    pub fn order(&self, epoch: u64) -> Vec<usize> {
        self.try_order(epoch).unwrap_or_else(|error| panic!("{error}"))
    }

    fn try_order(&self, epoch: u64) -> Result<Vec<usize>, DataError> {
        let (mut order, samples) = (Vec::new(), self.samples());
        order.try_reserve_exact(samples).map_err(|_| DataError::TooMany { samples })?;
        match &self.sampler {
            Some(sampler) => sampler.fill(self.seed.unwrap_or(0), epoch, &mut order),
            None => {
                order.extend(0..samples);
                if let Some(seed) = self.seed {
                    order.shuffle(&mut rng_at(seed, [epoch, 0, 2]));
                }
            }
        }
        Ok(order)
    }

    /// Returns an iterator over the batches of an epoch; the first epoch is 0.
    pub fn epoch(&self, epoch: u64) -> Epoch<D, B> {
        self.epoch_from(epoch, 0)
    }

    /// Returns an iterator over the batches of an epoch from batch `first` on, for a run that resumes within an epoch.
    pub fn epoch_from(&self, epoch: u64, first: usize) -> Epoch<D, B> {
        let (order, refused) = match self.try_order(epoch) {
            Ok(order) => (order, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let context = AugmentContext { seed: self.seed.unwrap_or(0), epoch, index: 0 };
        let plan = Plan::new(self.data.clone(), order, context, self.sampler.is_some(), self.batches(), self.shard);
        Epoch::start(plan, refused, first, self.workers)
    }
}

impl<D, B> Clone for Loader<D, B> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), sampler: self.sampler.clone(), batch: PhantomData, ..*self }
    }
}

impl<D, B: Dim> fmt::Debug for Loader<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, workers, drop_last, shard, .. } = self;
        write!(
            f,
            "Loader {{ batch: {}, seed: {seed:?}, workers: {workers}, drop_last: {drop_last}, {shard:?} }}",
            B::SIZE
        )
    }
}
