//! What normalises inputs: their means and standard deviations.

use super::error::DataError;
use super::origin::Origin;
use nn_core::{Dim, Float, Sample, State, Tensor, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Means and standard deviations of inputs, number by number: x becomes (x - mean) / std.
///
/// It is fitted to the data that are learned, and to no others, and then used on all. The standard deviation is that of the
/// population, divided by N, as in scikit-learn's `StandardScaler`; a number that never changes is only shifted, and so is one
/// that changes by no more than rounding: a deviation of at most [`Float::EPSILON`] times the mean is 0. A network that learned
/// normalised inputs wants them ever after: `nn::files::save_with` stores it in the network's file, and a program that has the numbers
/// from elsewhere passes them to [`Normalizer::new`] or [`Normalizer::per_channel`].
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
    pub(super) mean: Vec<T>,
    pub(super) std: Vec<T>,
    pub(super) shape: PhantomData<fn() -> S>,
}

impl<S: Sample, T: Float> Normalizer<S, T> {
    /// The mean of each number of an input.
    pub fn mean(&self) -> &[T] {
        &self.mean
    }

    /// The standard deviation of each number of an input.
    pub fn std(&self) -> &[T] {
        &self.std
    }

    /// Normalises the inputs of a batch. Finite elements stay finite unless the result overflows `T`, which takes an input that is far
    /// beyond the data that it was fitted to.
    pub fn apply<B: Dim>(&self, inputs: &mut Tensor<S::Batch<B>, T>) {
        self.apply_to(inputs.as_mut_slice());
    }

    /// Normalises one input, or the `part` of a sample that is named, and checks that what was finite stays so.
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
                "a number that is finite after normalization by mean {mean:?} and standard deviation {std:?}"
            ),
        })
    }

    /// Normalises inputs; the first element that was finite and is not any more, with its index in its input.
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

/// (x - mean) / std, or x - mean where the deviation is 0.
fn normalized<T: Float>(x: T, mean: T, std: T) -> T {
    let std = if std == T::ZERO { T::ONE } else { std };
    let y = (x - mean) / std;
    if is_finite(y) {
        return y;
    }
    // The difference of two finite numbers may overflow where the quotient does not; that of their halves cannot.
    let half = T::from_f64(0.5);
    let y = (x * half - mean * half) / std;
    y + y
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
