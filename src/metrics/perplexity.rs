//! Perplexity.

use super::metric::{Metric, described};
use super::share::unmatched;
use crate::data::SamplesView;
use nn_core::{Dim, Float, Indices};

/// Perplexity: exp of the mean cross-entropy of logits. It is 1 for certain, correct predictions, and C for a uniform distribution
/// over C classes.
///
/// ```
/// use nn::metrics::{Perplexity, measure};
/// use nn::prelude::*;
/// let guess = TensorDataset::<shape![4], Indices<dim![4]>>::from_classes(&[2.0; 4], &[3])?;
/// assert!((measure(Perplexity::new(), &guess.inputs, &guess.targets) - 4.0).abs() < 1e-12);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Perplexity {
    sum: f64,
    samples: u64,
}

impl Perplexity {
    /// Creates the metric without samples.
    pub fn new() -> Self {
        Self::default()
    }
}

impl<C: Dim, T: Float> Metric<(C,), Indices<C>, T> for Perplexity {
    described!(|this| {
        name: "perplexity", better: Lower, reset: *this = Self::default(),
        value: (this.sum / this.samples as f64).exp()
    });

    fn update(&mut self, output: SamplesView<'_, (C,), T>, target: SamplesView<'_, Indices<C>, T>) {
        if unmatched(&output, &target) > 0 {
            self.sum = f64::NAN;
        }
        for (y, target) in output.iter().zip(target.iter()) {
            let y = y.as_slice();
            let most = y.iter().map(|y| y.to_f64()).fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = y.iter().map(|y| (y.to_f64() - most).exp()).sum();
            self.sum += most + sum.ln() - y[target[[0]].index()].to_f64();
            self.samples += 1;
        }
    }
}
