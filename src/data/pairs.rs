//! Samples in memory.

use super::{DataError, Rows};
use nn_core::{Class, Dim, Float, Indices, Sample, Signal, Tensor};
use std::fmt;

/// Samples in memory: inputs and as many targets. While there are more of the one than of the other, every sample is an error.
pub struct Pairs<I: Signal, O: Signal, T: Float = f32> {
    /// The inputs.
    pub inputs: Rows<I, T>,
    /// The targets, as many.
    pub targets: Rows<O, T>,
}

impl<I: Signal, O: Signal, T: Float> Pairs<I, O, T> {
    /// Inputs and targets, one each a sample.
    ///
    /// # Errors
    /// More of the one than of the other.
    pub fn new(inputs: Rows<I, T>, targets: Rows<O, T>) -> Result<Self, DataError> {
        let pairs = Self { inputs, targets };
        pairs.check().map(|()| pairs)
    }

    /// Refuses another number of targets than of inputs.
    pub(super) fn check(&self) -> Result<(), DataError> {
        let (inputs, targets) = (self.inputs.len(), self.targets.len());
        if inputs == targets { Ok(()) } else { Err(DataError::Length { inputs, targets, of: Vec::new() }) }
    }

    /// The samples of a batch.
    pub fn from_batch<B: Dim>(inputs: I::Ref<'_, B, T>, targets: O::Ref<'_, B, T>) -> Self {
        Self { inputs: Rows::from_batch::<B>(inputs), targets: Rows::from_batch::<B>(targets) }
    }
}

impl<I: Signal, O: Signal, T: Float> Clone for Pairs<I, O, T> {
    fn clone(&self) -> Self {
        Self { inputs: self.inputs.clone(), targets: self.targets.clone() }
    }
}

impl<I: Signal, O: Signal, T: Float> fmt::Debug for Pairs<I, O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pairs").field("inputs", &self.inputs).field("targets", &self.targets).finish()
    }
}

impl<I: Sample, C: Dim, T: Float> Pairs<I, Indices<C>, T> {
    /// Samples from the concatenated elements of the inputs, and the classes.
    ///
    /// ```
    /// use nn::data::{Dataset, Pairs};
    /// use nn::prelude::*;
    /// let pairs = Pairs::<shape![2], nn::Indices<dim![3]>>::from_classes(&[0.5, 1.0, 2.0, 0.0], &[2, 0])?;
    /// assert_eq!(pairs.len(), 2);
    /// let error = Pairs::<shape![1], nn::Indices<dim![3]>>::from_classes(&[0.5], &[3]).unwrap_err();
    /// assert_eq!(error.to_string(), "the data holds the label 3 for sample 0, expected 0 to 2");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// Numbers that do not make whole inputs, another number of classes, and a class that there is not.
    pub fn from_classes(inputs: &[T], classes: &[usize]) -> Result<Self, DataError> {
        let mut targets = Rows::new();
        for (sample, &class) in classes.iter().enumerate() {
            let label = Class::new(class).ok_or_else(|| DataError::Label {
                path: "the data".into(),
                sample,
                found: class as u64,
                classes: C::SIZE,
            })?;
            targets.push(|target: &mut Tensor<_, _>| target[[0]] = label);
        }
        Self::new(Rows::from_slice(inputs)?, targets)
    }
}
