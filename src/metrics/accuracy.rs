//! Accuracy: fractions of correctly classified samples.

use super::metric::{Metric, described};
use super::share::{Share, each_position, largest, largest_of, unmatched};
use crate::data::SamplesView;
use nn_core::{ByRank, ClassAxis, Classes, Dim, Float, Indices, Labels, LabelsOrIgnored, N, Natural};

/// The fraction of samples whose largest output is that of their class: `accuracy_score`. From 0 to 1.
///
/// Over sequences `(L, C)` and images `(C, H, W)`, it is the fraction of positions, with the class axis of
/// [`CrossEntropy`](struct@nn_core::CrossEntropy). For targets that are [`Labels`], ignored positions do not count.
///
/// ```
/// use nn::metrics::measure;
/// use nn::prelude::*;
/// let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&[0.9, 0.1, 0.8, 0.2], &[0, 1])?;
/// assert_eq!(measure(Accuracy::new(), &seen.inputs, &seen.targets), 0.5);
///
/// let words = Samples::<shape![2, 3]>::from_slice(&[0.9, 0.1, 0.0, 0.2, 0.8, 0.0])?;
/// let target = Samples::<Labels<dim![3], shape![2]>>::from_labels(&[0, -100], -100)?;
/// assert_eq!(measure(Accuracy::new(), &words, &target), 1.0);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Accuracy(Share);

impl Accuracy {
    /// Creates the metric without samples.
    pub fn new() -> Self {
        Self::default()
    }
}

macro_rules! accuracy_of {
    ($Targets:ident, $Kind:ident) => {
        impl<S: ClassAxis<ByRank>, T: Float> Metric<S, $Targets<S::Classes, S::Positions>, T> for Accuracy {
            described!(|this| { name: "accuracy", better: Higher, reset: this.0 = Share::default(), value: this.0.value() });

            fn update(
                &mut self,
                output: SamplesView<'_, S, T>,
                target: SamplesView<'_, $Targets<S::Classes, S::Positions>, T>,
            ) {
                self.0.invalid += unmatched(&output, &target);
                let targets = target.iter().map(|target| target.as_slice());
                each_position::<S, $Kind, T>(output, targets, |logits, class| {
                    let predicted = largest_of((0..<S::Classes>::SIZE).map(logits));
                    self.0.count(predicted.map(|predicted| predicted == class.index()));
                });
            }
        }
    };
}
accuracy_of!(Indices, Classes);
accuracy_of!(Labels, LabelsOrIgnored);

/// The fraction of samples whose class is among the `k` largest outputs: `top_k_accuracy_score`, which ranks later classes higher
/// among equal outputs. From 0 to 1.
///
/// ```
/// use nn::metrics::{TopK, measure};
/// use nn::prelude::*;
/// let seen = TensorDataset::<shape![3], Indices<dim![3]>>::from_classes(&[0.5, 0.3, 0.2], &[1])?;
/// assert_eq!([1, 2].map(|k| measure(TopK::new(k), &seen.inputs, &seen.targets)), [0.0, 1.0]);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct TopK {
    k: usize,
    share: Share,
}

impl TopK {
    /// Creates the metric without samples.
    ///
    /// # Panics
    /// Panics if `k` is 0.
    pub fn new(k: usize) -> Self {
        assert!(k > 0, "`k` is 0, expected at least 1");
        Self { k, share: Share::default() }
    }
}

impl<C: Dim, T: Float> Metric<(C,), Indices<C>, T> for TopK {
    described!(|this| {
        name: format_args!("top{}", this.k), better: Higher, reset: this.share = Share::default(),
        value: this.share.value()
    });

    fn update(&mut self, output: SamplesView<'_, (C,), T>, target: SamplesView<'_, Indices<C>, T>) {
        self.share.invalid += unmatched(&output, &target);
        for (y, target) in output.iter().zip(target.iter()) {
            let (y, class) = (y.as_slice(), target[[0]].index());
            let before =
                y.iter().enumerate().filter(|&(i, &other)| other > y[class] || (other == y[class] && i > class));
            self.share.count(largest(y).map(|_| before.count() < self.k));
        }
    }
}

/// The fraction of samples for which the output, a single element, is above the threshold exactly if the target is above 0.5. From
/// 0 to 1.
///
/// ```
/// use nn::metrics::{BinaryAccuracy, measure};
/// use nn::prelude::*;
/// let logits = Samples::<shape![1]>::from_slice(&[2.0, -1.0, 0.5])?;
/// let target = Samples::from_slice(&[1.0, 0.0, 0.0])?;
/// assert_eq!(measure(BinaryAccuracy::of_logits(), &logits, &target), 2.0 / 3.0);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct BinaryAccuracy {
    threshold: f64,
    share: Share,
}

impl BinaryAccuracy {
    /// Creates the metric for logits, with a threshold of 0: a probability of one half.
    pub fn of_logits() -> Self {
        Self::above(0.0)
    }

    /// Creates the metric for outputs that are positive above this threshold.
    ///
    /// # Panics
    /// Panics if `threshold` is NaN.
    pub fn above(threshold: f64) -> Self {
        assert!(!threshold.is_nan(), "the threshold is NaN, expected a number");
        Self { threshold, share: Share::default() }
    }
}

impl<T: Float> Metric<(N<1>,), (N<1>,), T> for BinaryAccuracy {
    described!(|this| {
        name: "accuracy", better: Higher, reset: this.share = Share::default(),
        value: this.share.value()
    });

    fn update(&mut self, output: SamplesView<'_, (N<1>,), T>, target: SamplesView<'_, (N<1>,), T>) {
        self.share.invalid += unmatched(&output, &target);
        for (y, target) in output.iter().zip(target.iter()) {
            let (y, target) = (y[[0, 0]].to_f64(), target[[0, 0]].to_f64());
            let is_valid = !y.is_nan() && !target.is_nan();
            self.share.count(is_valid.then_some((y > self.threshold) == (target > 0.5)));
        }
    }
}
