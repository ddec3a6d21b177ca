//! An in-memory data set.

use super::{DataError, Samples};
use nn_core::{Class, Dim, Float, Indices, Sample, Signal, Tensor};
use std::fmt;

/// An in-memory data set of inputs and targets. If their numbers differ, [`get`](super::Dataset::get) returns an error for every
/// sample.
pub struct TensorDataset<I: Signal, O: Signal, T: Float = f32> {
    /// The inputs.
    pub inputs: Samples<I, T>,
    /// The targets, one for each input.
    pub targets: Samples<O, T>,
}

impl<I: Signal, O: Signal, T: Float> TensorDataset<I, O, T> {
    /// Creates a data set from inputs and targets, one of each per sample.
    ///
    /// # Errors
    /// [`DataError::Length`] if their numbers differ.
    pub fn new(inputs: Samples<I, T>, targets: Samples<O, T>) -> Result<Self, DataError> {
        let data = Self { inputs, targets };
        data.check().map(|()| data)
    }

    /// Returns an error if the numbers of inputs and targets differ.
    pub(super) fn check(&self) -> Result<(), DataError> {
        let (inputs, targets) = (self.inputs.len(), self.targets.len());
        if inputs == targets { Ok(()) } else { Err(DataError::Length { inputs, targets, of: Vec::new() }) }
    }

    /// Creates a data set from the samples of a batch.
    pub fn from_batch<B: Dim>(inputs: I::Ref<'_, B, T>, targets: O::Ref<'_, B, T>) -> Self {
        Self { inputs: Samples::from_batch::<B>(inputs), targets: Samples::from_batch::<B>(targets) }
    }
}

impl<I: Signal, O: Signal, T: Float> Clone for TensorDataset<I, O, T> {
    fn clone(&self) -> Self {
        Self { inputs: self.inputs.clone(), targets: self.targets.clone() }
    }
}

impl<I: Signal, O: Signal, T: Float> fmt::Debug for TensorDataset<I, O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TensorDataset").field("inputs", &self.inputs).field("targets", &self.targets).finish()
    }
}

impl<I: Sample, C: Dim, T: Float> TensorDataset<I, Indices<C>, T> {
    /// Creates a data set from the concatenated elements of the inputs, and the classes.
    ///
    /// ```
    /// use nn::prelude::*;
    /// let data = TensorDataset::<shape![2], Indices<dim![3]>>::from_classes(&[0.5, 1.0, 2.0, 0.0], &[2, 0])?;
    /// assert_eq!(data.len(), 2);
    /// let error = TensorDataset::<shape![1], Indices<dim![3]>>::from_classes(&[0.5], &[3]).unwrap_err();
    /// assert_eq!(error.to_string(), "the data contains the label 3 for sample 0, expected 0 to 2");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A number of elements that is not a multiple of an input's size, different numbers of inputs and classes, and a class that is
    /// out of range.
    pub fn from_classes(inputs: &[T], classes: &[usize]) -> Result<Self, DataError> {
        let mut targets = Samples::new();
        for (sample, &class) in classes.iter().enumerate() {
            let label = Class::new(class).ok_or_else(|| DataError::Label {
                path: "the data".into(),
                sample,
                found: class as u64,
                classes: C::SIZE,
            })?;
            targets.push(|target: &mut Tensor<_, _>| target[[0]] = label);
        }
        Self::new(Samples::from_slice(inputs)?, targets)
    }
}
