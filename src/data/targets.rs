//! Targets of data sets from indices of classes.

use super::{DataError, Samples};
use nn_core::{Class, Dim, Float, Indices, Label, Labels, Sample};

impl<C: Dim, S: Sample, T: Float> Samples<Indices<C, S>, T> {
    /// Creates targets from the concatenated indices of their classes: one per position of each sample, such as the words of a
    /// sequence or the pixels of an image.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let words = Samples::<Indices<dim![50], shape![3]>>::from_indices(&[7, 49, 0, 1, 2, 3])?;
    /// assert_eq!((words.len(), words.sample(1)[[0, 2]].index()), (2, 3));
    /// let error = Samples::<Indices<dim![3]>>::from_indices(&[2, 3]).unwrap_err();
    /// assert_eq!(error.to_string(), "the class of sample 1 is 3, expected 0 to 2");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A number of indices that is not a multiple of the positions of a sample, and an index that is out of range.
    pub fn from_indices(indices: &[usize]) -> Result<Self, DataError> {
        let mut samples = Self::new();
        for (sample, indices) in whole_samples::<S, usize>(indices)?.enumerate() {
            samples.push(|target| {
                for (target, &index) in target.as_mut_slice().iter_mut().zip(indices) {
                    let range = format_args!("0 to {}", C::SIZE - 1);
                    *target = Class::new(index).ok_or_else(|| {
                        DataError::argument(format_args!("the class of sample {sample}"), index, range)
                    })?;
                }
                Ok::<(), DataError>(())
            })?;
        }
        Ok(samples)
    }
}

impl<C: Dim, S: Sample, T: Float> Samples<Labels<C, S>, T> {
    /// Creates targets from concatenated indices in PyTorch's convention: an index equal to `ignore_index` becomes
    /// [`Label::IGNORED`], and all others are the indices of classes.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let words = Samples::<Labels<dim![50], shape![3]>>::from_labels(&[7, 49, -100, 1, -100, -100], -100)?;
    /// assert_eq!(words.sample(0)[[0, 2]], Label::IGNORED);
    /// let error = Samples::<Labels<dim![3]>>::from_labels(&[255, 4], 255).unwrap_err();
    /// assert_eq!(error.to_string(), "the label of sample 1 is 4, expected 0 to 2, or 255 if it is ignored");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A number of indices that is not a multiple of the positions of a sample, and an index that is out of range.
    pub fn from_labels(indices: &[i64], ignore_index: i64) -> Result<Self, DataError> {
        let mut samples = Self::new();
        for (sample, indices) in whole_samples::<S, i64>(indices)?.enumerate() {
            samples.push(|target| {
                for (target, &index) in target.as_mut_slice().iter_mut().zip(indices) {
                    let range = format_args!("0 to {}, or {ignore_index} if it is ignored", C::SIZE - 1);
                    *target = Label::from_index(index, ignore_index).ok_or_else(|| {
                        DataError::argument(format_args!("the label of sample {sample}"), index, range)
                    })?;
                }
                Ok::<(), DataError>(())
            })?;
        }
        Ok(samples)
    }
}

/// Returns the indices of each sample, or an error for an incomplete one.
fn whole_samples<S: Sample, I>(indices: &[I]) -> Result<impl Iterator<Item = &[I]>, DataError> {
    if indices.len().is_multiple_of(S::SIZE) {
        Ok(indices.chunks_exact(S::SIZE))
    } else {
        Err(DataError::PartialSample { elements: indices.len(), sample: S::DIMS.into() })
    }
}
