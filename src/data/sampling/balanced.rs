//! Sampling weights that balance the classes.

use super::weighted::WeightedRandomSampler;
use crate::data::dataset::Dataset;
use crate::data::error::DataError;
use crate::data::split::samples_by_class;
use nn_core::{Dim, Indices};

impl WeightedRandomSampler {
    /// Creates a sampler that draws each class that has samples equally often: the weight is 1 over the number of samples of the
    /// class. Each sample is read once, in epoch 0, for its class.
    ///
    /// ```
    /// use nn::data::WeightedRandomSampler;
    /// use nn::prelude::*;
    /// let data = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&[0.0; 5], &[0, 0, 0, 0, 1])?;
    /// assert_eq!(WeightedRandomSampler::balanced(&data)?.weights(), [0.25, 0.25, 0.25, 0.25, 1.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// A data set without samples, and errors in reading a sample.
    pub fn balanced<C: Dim, D: Dataset<Target = Indices<C>>>(data: &D) -> Result<Self, DataError> {
        let mut weights = vec![0.0; data.len()];
        for samples in samples_by_class::<C, D>(data)? {
            let weight = 1.0 / samples.len() as f64;
            samples.into_iter().for_each(|sample| weights[sample] = weight);
        }
        Self::new(&weights)
    }
}
