//! Metrics in the units of targets that were normalised for training.

use super::metric::Metric;
use crate::data::{Normalizer, Samples, SamplesView};
use nn_core::lr_scheduler::Better;
use nn_core::{Float, Sample};

/// A metric of outputs and targets after the inverse of a normalisation of the targets
/// ([`Dataset::normalize_targets`](crate::data::Dataset::normalize_targets)): an error in euros instead of in standard deviations.
///
/// The name is that of the metric.
///
/// ```
/// use nn::data::Normalizer;
/// use nn::metrics::{InUnits, MeanAbsoluteError, measure};
/// use nn::prelude::*;
/// let prices = Normalizer::<shape![1], f32>::new(&Tensor::new([200.0]), &Tensor::new([100.0]))?;
/// let (y, target) = (Samples::<shape![1]>::from_slice(&[1.0, 0.5])?, Samples::from_slice(&[0.0, 0.0])?);
/// assert_eq!(measure(MeanAbsoluteError::new(), &y, &target), 0.75);
/// assert_eq!(measure(InUnits::new(MeanAbsoluteError::new(), &prices), &y, &target), 75.0);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct InUnits<M, S, T> {
    metric: M,
    normalizer: Normalizer<S, T>,
}

impl<M, S, T: Clone> InUnits<M, S, T> {
    /// Creates a metric of outputs and targets to which [`Normalizer::inverse`] is applied.
    pub fn new(metric: M, normalizer: &Normalizer<S, T>) -> Self {
        Self { metric, normalizer: normalizer.clone() }
    }
}

impl<M: Metric<S, S, T>, S: Sample, T: Float> Metric<S, S, T> for InUnits<M, S, T> {
    fn name(&self) -> String {
        self.metric.name()
    }

    fn better(&self) -> Better {
        self.metric.better()
    }

    fn reset(&mut self) {
        self.metric.reset();
    }

    fn update(&mut self, output: SamplesView<'_, S, T>, target: SamplesView<'_, S, T>) {
        let [output, target] = [output, target].map(|view| {
            let mut samples = Samples::new();
            samples.extend(view);
            self.normalizer.inverse_samples(&mut samples);
            samples
        });
        self.metric.update(output.view(), target.view());
    }

    fn value(&self) -> f64 {
        self.metric.value()
    }
}
