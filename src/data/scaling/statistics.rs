//! A normaliser from means and standard deviations that are known.

use crate::data::error::DataError;
use crate::data::normalizer::Normalizer;
use crate::data::scaling::spread::spread;
use nn_core::shape::Batched;
use nn_core::{Float, Sample, Tensor};
use std::marker::PhantomData;

impl<S, T> Normalizer<S, T> {
    /// Creates a normaliser from checked statistics, one mean and one standard deviation for each element of a sample.
    #[cfg(feature = "files")]
    pub(crate) fn from_parts(mean: Vec<T>, std: Vec<T>) -> Self {
        Self { mean, std, shape: PhantomData }
    }

    /// Returns the means and standard deviations, one of each for every element.
    #[cfg(feature = "files")]
    pub(crate) fn parts(&self) -> (&[T], &[T]) {
        (&self.mean, &self.std)
    }
}

impl<S: Sample, T: Float> Normalizer<S, T> {
    /// Creates a normaliser with these means and standard deviations, one of each for every element of a sample: x becomes (x -
    /// mean) / std. An element with a standard deviation of 0 is only shifted.
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// let (mean, std) = (Tensor::new([1.0, 10.0]), Tensor::new([0.5, 2.0]));
    /// let normalizer = Normalizer::<shape![2], f32>::new(&mean, &std)?;
    /// let mut x = Tensor::<shape![1, 2]>::new([[2.0, 8.0]]);
    /// normalizer.apply::<dim![1]>(&mut x);
    /// assert_eq!(x.as_slice(), [2.0, -1.0]);
    ///
    /// let error = Normalizer::<shape![2], f32>::new(&mean, &Tensor::new([0.5, -2.0])).unwrap_err();
    /// assert_eq!(error.to_string(), "the standard deviation of element 1 is -2.0, expected a finite number of at least 0");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`]: a mean that is NaN or infinite, or a standard deviation that is NaN, infinite or negative.
    pub fn new(mean: &Tensor<S, T>, std: &Tensor<S, T>) -> Result<Self, DataError> {
        Self::from_slices(mean.as_slice(), std.as_slice())
    }

    /// Creates a normaliser as [`new`](Self::new) does, from slices whose lengths are known only at run time, such as the content
    /// of a file.
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// let error = Normalizer::<shape![2, 3], f32>::from_slices(&[0.0; 6], &[1.0; 4]).unwrap_err();
    /// assert_eq!(error.to_string(), "the number of standard deviations is 4, expected 6, one for each element of [2, 3]");
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new); and slices whose lengths are not the number of elements of a sample.
    pub fn from_slices(mean: &[T], std: &[T]) -> Result<Self, DataError> {
        check("element", S::SIZE, S::DIMS, mean, std)?;
        Ok(Self { mean: mean.to_vec(), std: std.to_vec(), shape: PhantomData })
    }
}

impl<S: Sample + Batched, T: Float> Normalizer<S, T> {
    /// Creates a normaliser with one mean and one standard deviation for each channel, the first axis of a sample, as
    /// `torchvision.transforms.Normalize(mean, std)` does for images. It is stored as one value per element.
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::prelude::*;
    /// // The statistics of CIFAR-10.
    /// let (mean, std) = (Tensor::new([0.4914, 0.4822, 0.4465]), Tensor::new([0.2470, 0.2435, 0.2616]));
    /// let normalizer = Normalizer::<shape![3, 32, 32], f32>::per_channel(&mean, &std)?;
    /// assert_eq!((normalizer.mean().len(), normalizer.mean()[32 * 32]), (3 * 32 * 32, 0.4822));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn per_channel(mean: &Tensor<(S::Rows,), T>, std: &Tensor<(S::Rows,), T>) -> Result<Self, DataError> {
        let (mean, std) = (mean.as_slice(), std.as_slice());
        check("channel", mean.len(), S::DIMS, mean, std)?;
        let spread = |numbers: &[T]| spread(numbers, S::SIZE);
        Ok(Self { mean: spread(mean), std: spread(std), shape: PhantomData })
    }
}

/// Checks that there are `count` means and standard deviations, all finite, and no standard deviation negative; `of` is what each
/// of them is for.
fn check<T: Float>(of: &str, count: usize, dims: &[usize], mean: &[T], std: &[T]) -> Result<(), DataError> {
    for (name, numbers, least) in [("mean", mean, f64::NEG_INFINITY), ("standard deviation", std, 0.0)] {
        if numbers.len() != count {
            let expected = format!("{count}, one for each {of} of {dims:?}");
            return Err(DataError::argument(format_args!("the number of {name}s"), numbers.len(), expected));
        }
        let is_bad = |x: &T| !x.to_f64().is_finite() || x.to_f64() < least;
        if let Some(place) = numbers.iter().position(is_bad) {
            let expected = if least == 0.0 { "a finite number of at least 0" } else { "a finite number" };
            let argument = format_args!("the {name} of {of} {place}");
            return Err(DataError::argument(argument, format_args!("{:?}", numbers[place]), expected));
        }
    }
    Ok(())
}
