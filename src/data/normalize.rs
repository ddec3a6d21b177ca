//! Inputs of mean 0 and standard deviation 1.

use super::dataset::{Dataset, Draw, One};
use super::error::DataError;
use nn_core::{Dim, Elements, Float, N, Sample, Signal, State, Tensor, Visitor, zeroed};
use std::fmt;
use std::marker::PhantomData;

/// Means and standard deviations of inputs, number by number: x becomes (x - mean) / std.
///
/// It is fitted to the data that are learned, and to no others, and then used on all. The standard deviation is that of the
/// population, divided by N, as in scikit-learn's `StandardScaler`; a number that never changes is only shifted. A network that
/// learned normalised inputs wants them ever after: keep it with [`checkpoint::save`](crate::checkpoint::save), or write its
/// [`mean`](Self::mean) and [`std`](Self::std) into the program that predicts.
///
/// ```
/// use nn::data::{Dataset, Normalizer, Pairs};
/// use nn::prelude::*;
/// let x = Tensor::<shape![2, 2]>::new([[1.0, 5.0], [3.0, 5.0]]);
/// let train = Pairs::<shape![2], shape![2]>::from_batch::<dim![2]>(&x, &x);
/// let normalizer = Normalizer::fit(&train)?;
/// assert_eq!((normalizer.mean(), normalizer.std()), (&[2.0, 5.0][..], &[1.0, 0.0][..]));
/// assert_eq!(train.normalize(&normalizer).collect()?.inputs.as_slice(), [-1.0, 0.0, 1.0, 0.0]);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub struct Normalizer<S, T> {
    mean: Vec<T>,
    std: Vec<T>,
    shape: PhantomData<fn() -> S>,
}

impl<S: Sample, T: Float> Normalizer<S, T> {
    /// Means and standard deviations of all inputs of a data set, summed up in `f64`.
    ///
    /// # Errors
    /// An empty data set, and what reading it says.
    pub fn fit<D: Dataset<Input = S, Elem = T>>(data: &D) -> Result<Self, DataError> {
        if data.is_empty() {
            return Err(DataError::Empty);
        }
        let mut input = zeroed::<Tensor<S::Batch<N<1>>, T>>();
        let mut target = zeroed::<<D::Target as Signal>::Owned<N<1>, T>>();
        let size: usize = S::DIMS.iter().product();
        // Welford's way: the deviations are summed up about a mean that is right so far.
        let (mut mean, mut squares) = (vec![0.0; size], vec![0.0; size]);
        for index in 0..data.len() {
            let draw = Draw { index: index as u64, ..Draw::default() };
            let place = <D::Target as Signal>::by_mut::<N<1>, T>(&mut target);
            data.get(index, draw, &mut *input, place)?;
            for ((mean, squares), &x) in mean.iter_mut().zip(&mut squares).zip(input.as_slice()) {
                let away = x.to_f64() - *mean;
                *mean += away / (index + 1) as f64;
                *squares += away * (x.to_f64() - *mean);
            }
        }
        let std = squares.iter().map(|&squares: &f64| T::from_f64((squares / data.len() as f64).sqrt())).collect();
        Ok(Self { mean: mean.into_iter().map(T::from_f64).collect(), std, shape: PhantomData })
    }

    /// The mean of each number of an input.
    pub fn mean(&self) -> &[T] {
        &self.mean
    }

    /// The standard deviation of each number of an input.
    pub fn std(&self) -> &[T] {
        &self.std
    }

    /// Normalises the inputs of a batch.
    pub fn apply<B: Dim>(&self, inputs: &mut Tensor<S::Batch<B>, T>) {
        self.apply_to(inputs.as_mut_slice());
    }

    fn apply_to(&self, numbers: &mut [T]) {
        for input in numbers.chunks_exact_mut(self.mean.len()) {
            for ((x, &mean), &std) in input.iter_mut().zip(&self.mean).zip(&self.std) {
                *x = if std == T::ZERO { *x - mean } else { (*x - mean) / std };
            }
        }
    }
}

impl<S: Sample, T: Float> State for Normalizer<S, T> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.tensor(format_args!("mean"), S::DIMS, T::numbers(&mut self.mean));
        values.tensor(format_args!("std"), S::DIMS, T::numbers(&mut self.std));
    }
}

impl<S, T: Clone> Clone for Normalizer<S, T> {
    fn clone(&self) -> Self {
        Self { mean: self.mean.clone(), std: self.std.clone(), shape: PhantomData }
    }
}

impl<S, T: fmt::Debug> fmt::Debug for Normalizer<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Normalizer").field("mean", &self.mean).field("std", &self.std).finish()
    }
}

/// A data set with normalised inputs: [`Dataset::normalize`].
#[derive(Debug, Clone)]
pub struct Normalized<D: Dataset> {
    data: D,
    normalizer: Normalizer<D::Input, D::Elem>,
}

impl<D: Dataset<Input: Sample>> Normalized<D> {
    pub(super) fn new(data: D, normalizer: Normalizer<D::Input, D::Elem>) -> Self {
        Self { data, normalizer }
    }
}

impl<D: Dataset<Input: Sample>> Dataset for Normalized<D> {
    type Elem = D::Elem;
    type Input = D::Input;
    type Target = D::Target;

    fn len(&self) -> usize {
        self.data.len()
    }

    fn get(
        &self,
        index: usize,
        draw: Draw,
        mut input: One<'_, D::Input, D::Elem>,
        target: One<'_, D::Target, D::Elem>,
    ) -> Result<(), DataError> {
        self.data.get(index, draw, <D::Input as Signal>::reborrow_mut::<N<1>, D::Elem>(&mut input), target)?;
        if let [Some(Elements::Numbers(numbers)), ..] = D::Input::to_parts_mut::<N<1>, D::Elem>(input) {
            self.normalizer.apply_to(numbers);
        }
        Ok(())
    }
}
