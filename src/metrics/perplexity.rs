//! Perplexity.

use super::metric::{Metric, described};
use super::share::{each_position, unmatched};
use crate::data::SamplesView;
use nn_core::{ByRank, ClassAxis, Classes, Float, Indices, Labels, LabelsOrIgnored, Natural};

/// Perplexity: exp of the mean cross-entropy of logits. It is 1 for certain, correct predictions, and C for a uniform distribution
/// over C classes.
///
/// Over sequences `(L, C)` and images `(C, H, W)`, the mean is over all positions, with the class axis of
/// [`CrossEntropy`](struct@nn_core::CrossEntropy). For targets that are [`Labels`], ignored positions do not count.
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

macro_rules! perplexity_of {
    ($Targets:ident, $Kind:ident) => {
        impl<S: ClassAxis<ByRank>, T: Float> Metric<S, $Targets<S::Classes, S::Positions>, T> for Perplexity {
            described!(|this| {
                name: "perplexity", better: Lower, reset: *this = Self::default(),
                value: (this.sum / this.samples as f64).exp()
            });

            fn update(
                &mut self,
                output: SamplesView<'_, S, T>,
                target: SamplesView<'_, $Targets<S::Classes, S::Positions>, T>,
            ) {
                if unmatched(&output, &target) > 0 {
                    self.sum = f64::NAN;
                }
                let targets = target.iter().map(|target| target.as_slice());
                each_position::<S, $Kind, T>(output, targets, |logits, class| {
                    let logits = || (0..<S::Classes>::SIZE).map(|class| logits(class).to_f64());
                    let most = logits().fold(f64::NEG_INFINITY, f64::max);
                    let sum: f64 = logits().map(|y| (y - most).exp()).sum();
                    self.sum += most + sum.ln() - logits().nth(class.index()).unwrap_or(f64::NAN);
                    self.samples += 1;
                });
            }
        }
    };
}
perplexity_of!(Indices, Classes);
perplexity_of!(Labels, LabelsOrIgnored);
