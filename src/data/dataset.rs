//! The trait of data sets, and the types that its methods return.

use super::{DataError, Normalizer, Origin, Samples, TensorDataset};
use nn_core::init::Rng;
use nn_core::{Dim, Float, Indices, N, Sample, Signal, TupleItem, rng_at};
use std::marker::PhantomData;
use std::sync::Arc;

/// A mutable reference to one sample of a signal, as a batch of one.
pub type SampleMut<'a, S, T> = <S as Signal>::Mut<'a, N<1>, T>;

/// The source of randomness of a sample: a function of the seed, the epoch and the sample, independent of the number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AugmentContext {
    /// The seed of the loader; with a [`WeightedRandomSampler`](super::WeightedRandomSampler), which may draw a sample several
    /// times in an epoch, a seed derived from it for each position in the order.
    pub seed: u64,
    /// The epoch, counted from 0.
    pub epoch: u64,
    /// The index of the sample in the data set.
    pub index: u64,
}

impl AugmentContext {
    /// Returns the random number generator of this sample in this epoch; [`RngExt`](nn_core::init::RngExt) has its methods.
    pub fn rng(self) -> impl Rng {
        rng_at(self.seed, [self.epoch, self.index, 1])
    }
}

/// A data set of samples, each an input and a target, whose shapes are part of their types.
///
/// If the target is a class, its type is `Indices<dim![10]>`: a batch of `B` of them is a `Tensor<(B,), Class<dim![10]>>`, which is
/// the target type of [`CrossEntropy`](struct@nn_core::CrossEntropy). A reference to a data set, or an `Arc` of one, is a data set,
/// too. [`TensorDataset`](super::TensorDataset) is a data set in
/// memory; [`idx`](super::idx), [`csv`](super::csv), [`npy`](super::npy) and `images` read files. A data set of your own:
///
/// ```
/// use nn::data::{AugmentContext, DataError, SampleMut};
/// use nn::prelude::*;
///
/// /// Numbers and their squares.
/// struct Squares(usize);
///
/// impl Dataset for Squares {
///     type Elem = f32;
///     type Input = shape![1];
///     type Target = shape![1];
///     fn len(&self) -> usize {
///         self.0
///     }
///     fn get(
///         &self,
///         index: usize,
///         _: AugmentContext,
///         input: SampleMut<'_, shape![1], f32>,
///         target: SampleMut<'_, shape![1], f32>,
///     ) -> Result<(), DataError> {
///         input[[0, 0]] = index as f32;
///         target[[0, 0]] = (index * index) as f32;
///         Ok(())
///     }
/// }
/// let (train, test) = Squares(10).split(0.8, 1)?;
/// assert_eq!([train.len(), test.len()], [8, 2]);
/// # Ok::<(), DataError>(())
/// ```
pub trait Dataset: Send + Sync {
    /// The element type: `f32` or `f64`.
    type Elem: Float;
    /// The shape of one input.
    type Input: Signal;
    /// The shape of one target, or `Indices<C>` for a class.
    type Target: Signal;

    /// Returns the number of samples; [`get`](Self::get) is called with the indices below it. A [`Loader`](super::Loader) reads it
    /// once.
    fn len(&self) -> usize;

    /// Returns whether there are no samples.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes one sample to `input` and `target`, each a batch of one. The implementation has to write every element: the buffers
    /// may hold any earlier values.
    ///
    /// # Errors
    /// Any reason why the sample cannot be read, such as a missing file; it ends training.
    fn get(
        &self,
        index: usize,
        context: AugmentContext,
        input: SampleMut<'_, Self::Input, Self::Elem>,
        target: SampleMut<'_, Self::Target, Self::Elem>,
    ) -> Result<(), DataError>;

    /// Returns where a sample comes from, for error messages about it. Adaptors such as [`split`](Self::split) and
    /// [`map`](Self::map) return the origin of the sample that they read, so that a message names the sample of the original data
    /// set. Defaults to the index alone.
    fn origin(&self, index: usize) -> Origin {
        Origin::new(index)
    }

    /// Splits the data set at random: the first part gets `share` of the samples, from 0 to 1. The samples of each part are a
    /// function of the seed. A part whose share rounds to no sample is empty; a trainer refuses to run with an empty one.
    ///
    /// # Errors
    /// [`DataError::Argument`]: a share that is not from 0 to 1, such as 80.0 for 80 percent, or is NaN.
    fn split(self, share: f64, seed: u64) -> Result<(Subset<Self>, Subset<Self>), DataError>
    where
        Self: Sized,
    {
        Subset::split(Arc::new(self), share, seed)
    }

    /// Splits the data set into the first `n` samples and the rest, both in order: for time series, where training must not use the
    /// future.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let days = Tensor::<shape![4, 1]>::new([[1.0], [2.0], [3.0], [4.0]]);
    /// let days = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![4]>(&days, &days);
    /// let (past, future) = days.clone().split_at(3)?;
    /// assert_eq!((past.indices(), future.indices()), (&[0, 1, 2][..], &[3][..]));
    /// let error = days.split_at(5).unwrap_err();
    /// assert_eq!(error.to_string(), "the length of the first part of `split_at` is 5, expected at most 4, the number of samples");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`] if there are fewer than `n` samples.
    fn split_at(self, n: usize) -> Result<(Subset<Self>, Subset<Self>), DataError>
    where
        Self: Sized,
    {
        Subset::both_sides_of(Arc::new(self), n)
    }

    /// Splits the data set at random: the first part gets `share` of the samples, from 0 to 1, and of the samples of each class,
    /// both rounded. The samples of each part are a function of the seed. Each class that has samples is in both parts, unless one
    /// part is empty; if that gives a part more of the small classes than its share, it gets fewer of the others. The counterpart
    /// of scikit-learn's `train_test_split(.., stratify=y)`. Each sample is read once, in epoch 0, for its class.
    ///
    /// ```
    /// use nn::prelude::*;
    /// // Nine in ten samples are of class 0.
    /// let classes: Vec<usize> = (0..100).map(|i| usize::from(i % 10 == 9)).collect();
    /// let data = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&[0.0; 100], &classes)?;
    /// let (train, test) = data.stratified_split(0.8, 1)?;
    /// let rare = |indices: &[usize]| indices.iter().filter(|&&index| classes[index] == 1).count();
    /// assert_eq!((train.len(), rare(train.indices()), test.len(), rare(test.indices())), (80, 8, 20, 2));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`]: a share that is not from 0 to 1, a class with a single sample, and a part with fewer samples than
    /// there are classes that have samples. Errors in reading a sample.
    fn stratified_split<C: Dim>(self, share: f64, seed: u64) -> Result<(Subset<Self>, Subset<Self>), DataError>
    where
        Self: Sized + Dataset<Target = Indices<C>>,
    {
        Subset::stratified(Arc::new(self), share, seed)
    }

    /// Returns the samples with these indices, in this order.
    ///
    /// # Panics
    /// Panics if an index is out of bounds.
    #[track_caller]
    fn subset(self, indices: impl IntoIterator<Item = usize>) -> Subset<Self>
    where
        Self: Sized,
    {
        Subset::new(Arc::new(self), indices.into_iter().collect())
    }

    /// Transforms samples with a function that is called whenever a sample is read. The function may be random: it receives an
    /// [`AugmentContext`].
    ///
    /// ```
    /// use nn::prelude::*;
    /// let x = Tensor::<shape![2, 2]>::new([[1.0, 2.0], [3.0, 4.0]]);
    /// let y = Tensor::<shape![2, 1]>::new([[0.0], [1.0]]);
    /// let sums = TensorDataset::<shape![2], shape![1]>::from_batch::<dim![2]>(&x, &y).map::<shape![1], shape![1], _>(
    ///     |_, (x, y), (sum, target)| {
    ///         sum[[0, 0]] = x.sum();
    ///         target[[0, 0]] = 2.0 * y[[0, 0]];
    ///     },
    /// );
    /// assert_eq!(sums.collect()?.inputs.as_slice(), [3.0, 7.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    fn map<I, O, F>(self, function: F) -> Map<Self, I, O, F>
    where
        Self: Sized,
        I: Signal,
        O: Signal,
        F: Fn(
                AugmentContext,
                (
                    <Self::Input as Signal>::Ref<'_, N<1>, Self::Elem>,
                    <Self::Target as Signal>::Ref<'_, N<1>, Self::Elem>,
                ),
                (SampleMut<'_, I, Self::Elem>, SampleMut<'_, O, Self::Elem>),
            ) + Send
            + Sync,
    {
        Map { data: self, function, signals: PhantomData }
    }

    /// Augments a training set: transforms inputs with a function that is random and differs between epochs. The generator that
    /// [`AugmentContext::rng`](super::AugmentContext::rng) returns is one of the crate `rand`, version 0.10; `nn::init::RngExt` has
    /// its methods.
    ///
    /// ```
    /// use nn::data::AugmentContext;
    /// use nn::init::RngExt;
    /// use nn::prelude::*;
    /// let x = Tensor::<shape![2, 1]>::new([[1.0], [2.0]]);
    /// let noisy = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![2]>(&x, &x)
    ///     .augment(|context, x| x[[0, 0]] += context.rng().random_range(-0.1..0.1));
    /// let x = noisy.collect()?.inputs;
    /// assert!(x.as_slice()[0] != 1.0 && (x.as_slice()[0] - 1.0).abs() < 0.1);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    fn augment<F>(self, function: F) -> Augmented<Self, F>
    where
        Self: Sized,
        F: Fn(AugmentContext, SampleMut<'_, Self::Input, Self::Elem>) + Send + Sync,
    {
        Augmented { data: self, function }
    }

    /// Normalises inputs to mean 0 and standard deviation 1 over the data set that the normaliser was fitted to.
    fn normalize(self, normalizer: &Normalizer<Self::Input, Self::Elem>) -> Normalized<Self>
    where
        Self: Sized,
    {
        Normalized { data: self, normalizer: normalizer.clone() }
    }

    /// Normalises one of several inputs, the tensor at `INDEX` of a [`Tuple`](nn_core::Tuple), counted from 0, and leaves the
    /// others unchanged. [`Normalizer::fit_input`] fits the normaliser.
    fn normalize_input<const INDEX: usize>(
        self,
        normalizer: &Normalizer<<Self::Input as TupleItem<INDEX>>::Shape, Self::Elem>,
    ) -> NormalizedInput<Self, <Self::Input as TupleItem<INDEX>>::Shape, INDEX>
    where
        Self: Sized,
        Self::Input: TupleItem<INDEX>,
    {
        NormalizedInput { data: self, normalizer: normalizer.clone() }
    }

    /// Normalises targets to mean 0 and standard deviation 1 over the data set that the normaliser was fitted to with
    /// [`Normalizer::fit_targets`]. Predictions, losses and metrics are then in normalised units, too: [`Normalizer::inverse`]
    /// converts predictions back, and [`InUnits`](crate::metrics::InUnits) measures a metric in the units of the targets.
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// let x = Tensor::<shape![2, 1]>::new([[0.0], [1.0]]);
    /// let price = Tensor::<shape![2, 1]>::new([[100.0], [300.0]]);
    /// let houses = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![2]>(&x, &price);
    /// let prices = Normalizer::fit_targets(&houses)?;
    /// let mut predicted = houses.normalize_targets(&prices).collect()?.targets;
    /// assert_eq!(predicted.as_slice(), [-1.0, 1.0]);
    /// prices.inverse_samples(&mut predicted);
    /// assert_eq!(predicted.as_slice(), [100.0, 300.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    fn normalize_targets(self, normalizer: &Normalizer<Self::Target, Self::Elem>) -> NormalizedTargets<Self>
    where
        Self: Sized,
        Self::Target: Sample,
    {
        NormalizedTargets { data: self, normalizer: normalizer.clone() }
    }

    /// Replaces classes as targets by one-hot vectors.
    fn one_hot<C: Dim>(self) -> OneHot<Self, C>
    where
        Self: Sized + Dataset<Target = Indices<C>>,
    {
        OneHot { data: self, classes: PhantomData }
    }

    /// Reads all samples into memory, each once, in epoch 0.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    fn collect(&self) -> Result<Collected<Self>, DataError> {
        let (mut inputs, mut targets) = (Samples::new(), Samples::new());
        let len = self.len();
        for index in 0..len {
            let context = AugmentContext { index: index as u64, ..AugmentContext::default() };
            inputs.push(|input| targets.push(|target| self.get(index, context, input, target)))?;
        }
        let origins: Vec<Origin> = (0..len).map(|index| self.origin(index)).collect();
        if origins.iter().enumerate().any(|(index, origin)| *origin != Origin::new(index)) {
            let origins: Arc<[Origin]> = origins.into();
            (inputs, targets) = (inputs.with_origins(origins.clone()), targets.with_origins(origins));
        }
        TensorDataset::new(inputs, targets)
    }
}

/// The samples of a data set, in memory.
pub type Collected<D> = TensorDataset<<D as Dataset>::Input, <D as Dataset>::Target, <D as Dataset>::Elem>;

/// Implements `Dataset` for a reference to a data set.
macro_rules! reference {
    ($($reference:ty),*) => {$(
        impl<D: Dataset> Dataset for $reference {
            type Elem = D::Elem;
            type Input = D::Input;
            type Target = D::Target;

            fn len(&self) -> usize {
                D::len(self)
            }

            fn origin(&self, index: usize) -> Origin {
                D::origin(self, index)
            }

            fn get(
                &self,
                index: usize,
                context: AugmentContext,
                input: SampleMut<'_, D::Input, D::Elem>,
                target: SampleMut<'_, D::Target, D::Elem>,
            ) -> Result<(), DataError> {
                D::get(self, index, context, input, target)
            }
        }
    )*};
}
reference!(Arc<D>, &D);

impl<I: Signal, O: Signal, T: Float> Dataset for TensorDataset<I, O, T> {
    type Elem = T;
    type Input = I;
    type Target = O;

    fn len(&self) -> usize {
        self.inputs.len()
    }

    fn origin(&self, index: usize) -> Origin {
        match (self.inputs.known_origin(index), self.targets.known_origin(index)) {
            (Some(input), Some(target)) => input.and(target),
            (input, target) => input.or(target).unwrap_or(Origin::new(index)),
        }
    }

    fn get(
        &self,
        index: usize,
        _: AugmentContext,
        input: SampleMut<'_, Self::Input, T>,
        target: SampleMut<'_, Self::Target, T>,
    ) -> Result<(), DataError> {
        // The fields are public: the numbers of inputs and targets may differ by now.
        self.check()?;
        I::copy::<N<1>, T>(self.inputs.sample(index), input);
        O::copy::<N<1>, T>(self.targets.sample(index), target);
        Ok(())
    }
}

/// Selected samples of a data set, in an order of its own: [`Dataset::split`], [`Dataset::subset`].
#[derive(Debug, Clone)]
pub struct Subset<D> {
    pub(super) data: Arc<D>,
    pub(super) indices: Vec<usize>,
}

/// A data set whose samples are transformed by a function: [`Dataset::map`].
pub struct Map<D, I, O, F> {
    pub(super) data: D,
    pub(super) function: F,
    pub(super) signals: PhantomData<fn() -> (I, O)>,
}

/// A data set whose inputs are transformed at random: [`Dataset::augment`].
pub struct Augmented<D, F> {
    pub(super) data: D,
    pub(super) function: F,
}

/// A data set with normalised inputs: [`Dataset::normalize`].
#[derive(Debug, Clone)]
pub struct Normalized<D: Dataset> {
    pub(super) data: D,
    pub(super) normalizer: Normalizer<D::Input, D::Elem>,
}

/// A data set of which one of several inputs is normalised: [`Dataset::normalize_input`].
#[derive(Debug, Clone)]
pub struct NormalizedInput<D: Dataset, S, const INDEX: usize> {
    pub(super) data: D,
    pub(super) normalizer: Normalizer<S, D::Elem>,
}

/// A data set with normalised targets: [`Dataset::normalize_targets`].
#[derive(Debug, Clone)]
pub struct NormalizedTargets<D: Dataset> {
    pub(super) data: D,
    pub(super) normalizer: Normalizer<D::Target, D::Elem>,
}

/// A data set whose targets are one-hot vectors: [`Dataset::one_hot`].
///
/// ```
/// use nn::prelude::*;
/// let classes = TensorDataset::<shape![1], Indices<dim![3]>>::from_classes(&[7.0, 8.0], &[2, 0])?;
/// assert_eq!(classes.one_hot().collect()?.targets.as_slice(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct OneHot<D, C> {
    pub(super) data: D,
    pub(super) classes: PhantomData<fn() -> C>,
}
