//! A metric of targets with weights, which it ignores.

use super::metric::Metric;
use crate::data::SamplesView;
use nn_core::lr_scheduler::Better;
use nn_core::{Float, Signal, SingleTensor, Tuple};

/// A metric of a data set whose targets are pairs of a target and a weight, as for
/// [`SampleWeighted`](nn_core::SampleWeighted) losses: the value of the metric for the targets alone.
///
/// ```
/// use nn::metrics::{IgnoreWeights, measure};
/// use nn::prelude::*;
/// let outputs = Samples::<shape![2]>::from_slice(&[0.9, 0.1, 0.8, 0.2])?;
/// let targets = Samples::<Tuple<(Indices<dim![2]>, shape![])>>::from_fn(2, |i, (class, weight)| {
///     (class[[0]], weight[[0]]) = (Class::new(i).unwrap(), 0.5);
/// });
/// assert_eq!(measure(IgnoreWeights(Accuracy::new()), &outputs, &targets), 0.5);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct IgnoreWeights<M>(pub M);

impl<M, Out, Target, Weights, T> Metric<Out, Tuple<(Target, Weights)>, T> for IgnoreWeights<M>
where
    M: Metric<Out, Target, T>,
    Out: Signal,
    Target: SingleTensor,
    Weights: SingleTensor,
    T: Float,
{
    fn name(&self) -> String {
        self.0.name()
    }

    fn better(&self) -> Better {
        self.0.better()
    }

    fn reset(&mut self) {
        self.0.reset();
    }

    fn update(&mut self, output: SamplesView<'_, Out, T>, target: SamplesView<'_, Tuple<(Target, Weights)>, T>) {
        self.0.update(output, target.first());
    }

    fn value(&self) -> f64 {
        self.0.value()
    }
}
