//! Samples in memory: the inputs or the targets of a data set, or predictions.

use super::{DataError, Origin};
use nn_core::{Dim, Elements, Float, Indices, N, Parts, Read, Sample, Signal, SingleTensor, Tuple, Write};
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

/// A list of samples of one shape, whose length is known only at run time.
///
/// ```
/// use nn::prelude::*;
/// let mut samples = Samples::<shape![2]>::new();
/// for i in 0..5 {
///     samples.push(|sample| *sample = Tensor::new([[i as f32, 1.0]]));
/// }
/// assert_eq!((samples.len(), samples.sample(3)[[0, 0]]), (5, 3.0));
/// assert_eq!(Samples::<shape![2]>::from_slice(&[1.0, 2.0, 3.0]).unwrap_err().to_string(),
///     "3 elements are not a whole number of samples of [2]");
/// ```
pub struct Samples<S: Signal, T: Float = f32> {
    parts: Parts<Elements<Vec<T>, Vec<u32>>>,
    len: usize,
    source: Source,
    signal: PhantomData<fn() -> S>,
}

/// The origin of samples; a file or a list covers only the samples that were read from it, not those that were added later.
#[derive(Clone, Default)]
enum Source {
    #[default]
    Memory,
    /// This number of samples from a file.
    File(Arc<Path>, usize),
    /// Samples from a text file, with the line of each.
    Lines(Arc<Path>, Arc<[u64]>),
    Each(Arc<[Origin]>),
}

/// A borrowed view of samples: of [`Samples`], or of the first samples of a batch.
pub struct SamplesView<'a, S: Signal, T: Float = f32> {
    parts: Parts<Read<'a, T>>,
    len: usize,
    signal: PhantomData<fn() -> S>,
}

/// Returns the number of elements per sample of each tensor of the signal.
fn sizes<S: Signal>() -> impl Iterator<Item = usize> {
    S::DIMS.iter().map(|dims| dims.iter().product())
}

impl<S: Signal, T: Float> Default for Samples<S, T> {
    fn default() -> Self {
        let mut parts = Parts::default();
        for (part, below) in parts.iter_mut().zip(S::INDICES) {
            *part = Some(if below.is_some() { Elements::Indices(Vec::new()) } else { Elements::Floats(Vec::new()) });
        }
        Self { parts, len: 0, source: Source::Memory, signal: PhantomData }
    }
}

impl<S: Signal, T: Float> Samples<S, T> {
    /// Creates an empty list of samples.
    pub fn new() -> Self {
        Self::default()
    }

    /// Copies the samples of a batch.
    pub fn from_batch<B: Dim>(batch: S::Ref<'_, B, T>) -> Self {
        let mut samples = Self::new();
        samples.extend(SamplesView::of_batch::<B>(batch, B::SIZE));
        samples
    }

    /// Creates `len` samples: `write` receives the index of each and the sample, a batch of one that is initialised to zeros. The
    /// shape is not inferred from `write`, so it must be stated, as in this example, which builds the windows of a time series and
    /// the value that follows each.
    ///
    /// ```
    /// use nn::prelude::*;
    ///
    /// const LENGTH: usize = 4;
    /// let series: Vec<f32> = (0..20).map(|t| (t as f32 * 0.3).sin()).collect();
    /// let windows = series.len() - LENGTH;
    /// let x = Samples::<shape![4]>::from_fn(windows, |i, x| x.as_mut_slice().copy_from_slice(&series[i..i + LENGTH]));
    /// let y = Samples::<shape![1]>::from_fn(windows, |i, y| y[[0, 0]] = series[i + LENGTH]);
    /// // In the order of time: the validation set is the end of the series.
    /// let (train, validation) = TensorDataset::new(x, y)?.split_at(12)?;
    /// assert_eq!((train.len(), validation.len()), (12, 4));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn from_fn(len: usize, mut write: impl FnMut(usize, S::Mut<'_, N<1>, T>)) -> Self {
        let mut samples = Self::new();
        (0..len).for_each(|index| samples.push(|sample| write(index, sample)));
        samples
    }

    /// Returns the number of samples.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends a sample, initialised to zeros and then written by `write` as a batch of one. Returns the result of `write`.
    pub fn push<R>(&mut self, write: impl FnOnce(S::Mut<'_, N<1>, T>) -> R) -> R {
        let mut places = Parts::default();
        for ((place, part), size) in places.iter_mut().zip(&mut self.parts).zip(sizes::<S>()) {
            *place = part.as_mut().map(|part| match part {
                Elements::Floats(elements) => Elements::Floats(one_more(elements, size, T::ZERO)),
                Elements::Indices(indices) => Elements::Indices(one_more(indices, size, 0)),
            });
        }
        self.len += 1;
        write(S::from_parts_mut::<N<1>, T>(places))
    }

    /// Appends copies of these samples.
    pub fn extend(&mut self, samples: SamplesView<'_, S, T>) {
        for (part, more) in self.parts.iter_mut().zip(samples.parts) {
            match (part, more) {
                (Some(Elements::Floats(elements)), Some(Elements::Floats(more))) => elements.extend_from_slice(more),
                (Some(Elements::Indices(indices)), Some(Elements::Indices(more))) => indices.extend_from_slice(more),
                _ => {}
            }
        }
        self.len += samples.len;
    }

    /// Returns a view of all samples.
    pub fn view(&self) -> SamplesView<'_, S, T> {
        let parts = self.parts.each_ref().map(|part| {
            part.as_ref().map(|part| match part {
                Elements::Floats(elements) => Elements::Floats(elements.as_slice()),
                Elements::Indices(indices) => Elements::Indices(indices.as_slice()),
            })
        });
        SamplesView { parts, len: self.len, signal: PhantomData }
    }

    /// Returns where a sample comes from: its index, and the file and line if it was read from one.
    pub fn origin(&self, index: usize) -> Origin {
        self.known_origin(index).unwrap_or(Origin::new(index))
    }

    /// Returns the [`origin`](Self::origin) if more than the index is known.
    pub(super) fn known_origin(&self, index: usize) -> Option<Origin> {
        match &self.source {
            Source::Memory => None,
            Source::File(path, len) => (index < *len).then(|| Origin::new(index).with(path.clone(), None)),
            Source::Lines(path, lines) => {
                lines.get(index).map(|&line| Origin::new(index).with(path.clone(), Some(line)))
            }
            Source::Each(origins) => origins.get(index).cloned(),
        }
    }

    pub(super) fn with_file(mut self, path: &Path) -> Self {
        self.source = Source::File(path.into(), self.len);
        self
    }

    pub(super) fn with_lines(mut self, path: &Arc<Path>, lines: &Arc<[u64]>) -> Self {
        self.source = Source::Lines(path.clone(), lines.clone());
        self
    }

    pub(super) fn with_origins(mut self, origins: Arc<[Origin]>) -> Self {
        self.source = Source::Each(origins);
        self
    }

    /// Returns a sample, as a batch of one.
    ///
    /// # Panics
    /// Panics if `index` is out of bounds.
    pub fn sample(&self, index: usize) -> S::Ref<'_, N<1>, T> {
        self.view().sample(index)
    }

    /// Iterates over the samples, each as a batch of one.
    pub fn iter(&self) -> impl Iterator<Item = S::Ref<'_, N<1>, T>> {
        self.view().iter()
    }
}

/// Appends the elements of one sample, and returns them.
fn one_more<E: Copy>(all: &mut Vec<E>, size: usize, empty: E) -> &mut [E] {
    let start = all.len();
    all.resize(start + size, empty);
    &mut all[start..]
}

impl<S: Sample, T: Float> Samples<S, T> {
    /// Creates samples of one tensor from their concatenated elements.
    ///
    /// # Errors
    /// [`DataError::PartialSample`] if the number of elements is not a multiple of the size of a sample.
    pub fn from_slice(elements: &[T]) -> Result<Self, DataError> {
        let size: usize = S::DIMS.iter().product();
        if !elements.len().is_multiple_of(size) {
            return Err(DataError::PartialSample { elements: elements.len(), sample: S::DIMS.into() });
        }
        let mut samples = Self::new();
        samples.parts[0] = Some(Elements::Floats(elements.to_vec()));
        samples.len = elements.len() / size;
        Ok(samples)
    }

    /// Returns the elements of all samples, concatenated.
    pub fn as_slice(&self) -> &[T] {
        self.view().as_slice()
    }

    /// Returns a copy of the elements of all samples, concatenated. For one vector per sample, copy each:
    /// `samples.iter().map(|sample| sample.to_vec())`.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let samples = Samples::<shape![2]>::from_slice(&[1.0, 2.0, 3.0, 4.0])?;
    /// assert_eq!(samples.to_vec(), [1.0, 2.0, 3.0, 4.0]);
    /// let vectors: Vec<Vec<f32>> = samples.iter().map(|sample| sample.to_vec()).collect();
    /// assert_eq!(vectors, [[1.0, 2.0], [3.0, 4.0]]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn to_vec(&self) -> Vec<T> {
        self.as_slice().to_vec()
    }

    /// Returns the elements of all samples, concatenated, as a mutable slice.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        match &mut self.parts[0] {
            Some(Elements::Floats(elements)) => elements,
            _ => &mut [],
        }
    }
}

impl<C: Dim, T: Float> Samples<(C,), T> {
    /// Returns the index of the largest element of each sample: if the elements are the scores of a classifier, the predicted
    /// class. As with [`Tensor::argmax`](nn_core::Tensor::argmax), ties go to the first element, and a NaN counts as the largest.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let scores = Samples::<shape![3]>::from_slice(&[0.1, 0.7, 0.2, 0.5, 0.1, 0.4])?;
    /// assert_eq!(scores.argmax_rows(), [1, 0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn argmax_rows(&self) -> Vec<usize> {
        self.iter().map(|sample| sample.argmax()).collect()
    }
}

impl<'a, S: Signal, T: Float> SamplesView<'a, S, T> {
    /// Returns a view of the first `len` samples of a batch.
    ///
    /// # Panics
    /// Panics if the batch has fewer samples.
    pub fn of_batch<B: Dim>(batch: S::Ref<'a, B, T>, len: usize) -> Self {
        assert!(len <= B::SIZE, "{len} rows in a batch of {}", B::SIZE);
        let mut parts = S::to_parts::<B, T>(batch);
        for (part, size) in parts.iter_mut().zip(sizes::<S>()) {
            *part = part.map(|part| cut(part, 0, len * size));
        }
        Self { parts, len, signal: PhantomData }
    }

    /// Returns the number of samples.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns a sample, as a batch of one.
    ///
    /// # Panics
    /// Panics if `index` is out of bounds.
    pub fn sample(&self, index: usize) -> S::Ref<'a, N<1>, T> {
        // Without this check an index times the size of a sample could wrap around to another sample.
        assert!(index < self.len, "sample {index} is out of bounds for {} samples", self.len);
        let mut parts = self.parts;
        for (part, size) in parts.iter_mut().zip(sizes::<S>()) {
            *part = part.map(|part| cut(part, index * size, size));
        }
        S::from_parts::<N<1>, T>(parts)
    }

    /// Iterates over the samples, each as a batch of one.
    pub fn iter(self) -> impl Iterator<Item = S::Ref<'a, N<1>, T>> {
        (0..self.len).map(move |index| self.sample(index))
    }

    /// Copies `rows` of these samples, from `first` on, to the start of a batch; the other samples of the batch are unchanged.
    ///
    /// # Panics
    /// Panics if there are fewer samples, or if the batch has fewer rows.
    pub fn copy_to_batch<B: Dim>(&self, first: usize, rows: usize, batch: S::Mut<'_, B, T>) {
        let end = first.checked_add(rows).filter(|&end| end <= self.len);
        assert!(end.is_some(), "{rows} rows from index {first} of {}", self.len);
        assert!(rows <= B::SIZE, "{rows} rows in a batch of {}", B::SIZE);
        let places = S::to_parts_mut::<B, T>(batch);
        for ((part, place), size) in self.parts.iter().zip(places).zip(sizes::<S>()) {
            let from = part.map(|part| cut(part, first * size, rows * size));
            match (from, place) {
                (Some(Elements::Floats(from)), Some(Elements::Floats(to))) => to[..from.len()].copy_from_slice(from),
                (Some(Elements::Indices(from)), Some(Elements::Indices(to))) => to[..from.len()].copy_from_slice(from),
                _ => {}
            }
        }
    }
}

impl<'a, First: SingleTensor, Second: SingleTensor, T: Float> SamplesView<'a, Tuple<(First, Second)>, T> {
    /// Returns a view of the first tensor of each sample.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let mut pairs = Samples::<Tuple<(shape![1], shape![2])>>::new();
    /// pairs.push(|(first, second)| (first[[0, 0]], second[[0, 1]]) = (3.0, 4.0));
    /// assert_eq!(pairs.view().first().as_slice(), [3.0]);
    /// ```
    pub fn first(&self) -> SamplesView<'a, First, T> {
        let mut parts = Parts::default();
        parts[0] = self.parts[0];
        SamplesView { parts, len: self.len, signal: PhantomData }
    }
}

impl<'a, S: Sample, T: Float> SamplesView<'a, S, T> {
    /// Returns the elements of all samples, concatenated.
    pub fn as_slice(&self) -> &'a [T] {
        self.parts[0].and_then(Elements::floats).unwrap_or_default()
    }

    /// Returns a copy of the elements of all samples, concatenated.
    pub fn to_vec(&self) -> Vec<T> {
        self.as_slice().to_vec()
    }
}

impl<V: Dim, S: Sample, T: Float> Samples<Indices<V, S>, T> {
    /// Returns the indices of all samples, concatenated; for targets that are classes, the class of each sample.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let data = TensorDataset::<shape![1], Indices<dim![3]>>::from_classes(&[0.5, 1.5], &[2, 0])?;
    /// assert_eq!(data.targets.to_indices(), [2, 0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn to_indices(&self) -> Vec<usize> {
        self.iter().flat_map(|row| row.as_slice().iter().map(|class| class.index())).collect()
    }
}

fn cut<'a, T>(part: Read<'a, T>, start: usize, len: usize) -> Read<'a, T> {
    match part {
        Elements::Floats(elements) => Elements::Floats(&elements[start..][..len]),
        Elements::Indices(indices) => Elements::Indices(&indices[start..][..len]),
    }
}

/// Returns one sample of a batch as a mutable batch of one.
pub(crate) fn row_mut<S: Signal, B: Dim, T: Float>(batch: S::Mut<'_, B, T>, index: usize) -> S::Mut<'_, N<1>, T> {
    let mut places: Parts<Write<'_, T>> = S::to_parts_mut::<B, T>(batch);
    for (place, size) in places.iter_mut().zip(sizes::<S>()) {
        *place = place.take().map(|place| match place {
            Elements::Floats(elements) => Elements::Floats(&mut elements[index * size..][..size]),
            Elements::Indices(indices) => Elements::Indices(&mut indices[index * size..][..size]),
        });
    }
    S::from_parts_mut::<N<1>, T>(places)
}

/// Sets the samples of a batch to zeros, from sample `first` on.
pub(crate) fn clear_rows<S: Signal, B: Dim, T: Float>(batch: S::Mut<'_, B, T>, first: usize) {
    for (place, size) in S::to_parts_mut::<B, T>(batch).into_iter().zip(sizes::<S>()) {
        match place {
            Some(Elements::Floats(elements)) => elements[first * size..].fill(T::ZERO),
            Some(Elements::Indices(indices)) => indices[first * size..].fill(0),
            None => {}
        }
    }
}

impl<'a, S: Signal, T: Float> From<&'a Samples<S, T>> for SamplesView<'a, S, T> {
    fn from(samples: &'a Samples<S, T>) -> Self {
        samples.view()
    }
}

impl<S: Signal, T: Float> Clone for SamplesView<'_, S, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S: Signal, T: Float> Copy for SamplesView<'_, S, T> {}

impl<S: Signal, T: Float> Clone for Samples<S, T> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), len: self.len, source: self.source.clone(), signal: PhantomData }
    }
}

impl<S: Signal, T: Float> fmt::Debug for Samples<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<S: Signal, T: Float> fmt::Debug for SamplesView<'_, S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} samples of {:?}", self.len, S::DIMS)
    }
}
