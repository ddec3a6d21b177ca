//! Normalisation of inputs or targets by their means and standard deviations.

use super::error::DataError;
use super::origin::Origin;
use super::samples::Samples;
use nn_core::{Dim, Float, Sample, State, Tensor, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Element-wise normalisation by means and standard deviations: x becomes (x - mean) / std.
///
/// It is fitted to the training data only, and then applied to all data. The standard deviation is that of the population, divided
/// by N, as in scikit-learn's `StandardScaler`. An element that is constant is only shifted, and so is one that varies by no more
/// than rounding: a standard deviation of at most [`Float::EPSILON`] times |mean| is set to 0. A network that was trained on
/// normalised inputs requires them at inference, too: `nn::files::save_with` stores the normaliser in the network's file, and a
/// program with statistics from another source passes them to [`Normalizer::new`] or [`Normalizer::per_channel`].
///
/// ```
/// use nn::data::Normalizer;
/// use nn::prelude::*;
/// let x = Tensor::<shape![2, 2]>::new([[1.0, 5.0], [3.0, 5.0]]);
/// let train = TensorDataset::<shape![2], shape![2]>::from_batch::<dim![2]>(&x, &x);
/// let normalizer = Normalizer::fit(&train)?;
/// assert_eq!((normalizer.mean(), normalizer.std()), (&[2.0, 5.0][..], &[1.0, 0.0][..]));
/// assert_eq!(train.normalize(&normalizer).collect()?.inputs.as_slice(), [-1.0, 0.0, 1.0, 0.0]);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub struct Normalizer<S, T> {
    pub(super) mean: Vec<T>,
    pub(super) std: Vec<T>,
    pub(super) shape: PhantomData<fn() -> S>,
}

impl<S: Sample, T: Float> Normalizer<S, T> {
    /// Returns the mean of each element.
    pub fn mean(&self) -> &[T] {
        &self.mean
    }

    /// Returns the standard deviation of each element.
    pub fn std(&self) -> &[T] {
        &self.std
    }

    /// Normalises the inputs of a batch. Finite elements stay finite unless the result overflows `T`, which requires an input far
    /// outside the range of the data that the normaliser was fitted to.
    pub fn apply<B: Dim>(&self, inputs: &mut Tensor<S::Batch<B>, T>) {
        self.apply_to(inputs.as_mut_slice());
    }

    /// Normalises any number of samples, such as new ones without targets; see [`apply`](Self::apply).
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// let normalizer = Normalizer::<shape![1], f32>::new(&Tensor::new([20.0]), &Tensor::new([5.0]))?;
    /// let mut new = Samples::<shape![1]>::from_slice(&[15.0, 22.5])?;
    /// normalizer.apply_samples(&mut new);
    /// assert_eq!(new.as_slice(), [-1.0, 0.5]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn apply_samples(&self, inputs: &mut Samples<S, T>) {
        self.apply_to(inputs.as_mut_slice());
    }
}

impl<S, T: Float> Normalizer<S, T> {
    /// Normalises one input or target, named by `part`; returns an error if a finite element becomes infinite.
    pub(super) fn apply_checked(
        &self,
        numbers: &mut [T],
        part: &'static str,
        origin: impl FnOnce() -> Origin,
    ) -> Result<(), DataError> {
        let Some((element, found)) = self.apply_to(numbers) else { return Ok(()) };
        let (mean, std) = (self.mean[element], self.std[element]);
        Err(DataError::NotFinite {
            stage: "normalizing",
            part,
            origin: origin(),
            element,
            found: found.to_f64(),
            expected: format!(
                "a number that stays finite after normalisation by mean {mean:?} and standard deviation {std:?}"
            ),
        })
    }

    /// Normalises inputs; returns the first finite element that became infinite or NaN, with its index in its input.
    fn apply_to(&self, numbers: &mut [T]) -> Option<(usize, T)> {
        let mut overflow = None;
        for input in numbers.chunks_exact_mut(self.mean.len()) {
            for (element, ((x, &mean), &std)) in input.iter_mut().zip(&self.mean).zip(&self.std).enumerate() {
                let y = normalized(*x, mean, std);
                if !is_finite(y) && is_finite(*x) {
                    overflow = overflow.or(Some((element, *x)));
                }
                *x = y;
            }
        }
        overflow
    }
}

fn is_finite<T: Float>(x: T) -> bool {
    x.to_f64().is_finite()
}

/// Returns (x - mean) / std, or x - mean if the standard deviation is 0.
fn normalized<T: Float>(x: T, mean: T, std: T) -> T {
    let std = if std == T::ZERO { T::ONE } else { std };
    let y = (x - mean) / std;
    if is_finite(y) {
        return y;
    }
    // The difference of two finite numbers may overflow although the quotient does not; the difference of their halves cannot.
    let half = T::from_f64(0.5);
    let y = (x * half - mean * half) / std;
    y + y
}

impl<S: Sample, T: Float> State for Normalizer<S, T> {
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.tensor(format_args!("mean"), S::DIMS, T::floats_mut(&mut self.mean));
        values.tensor(format_args!("std"), S::DIMS, T::floats_mut(&mut self.std));
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
