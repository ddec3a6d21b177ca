//! The area under the ROC curve.

use super::metric::{Metric, described};
use super::share::unmatched;
use crate::data::SamplesView;
use nn_core::{Dim, Float, Indices, N};

/// The type of outputs for several classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scores {
    /// Logits. The score of a class is its log-odds, y_k - ln(sum over the other classes of exp(y_j)), which ranks samples as the
    /// softmax does, but does not round to 0 or 1 for large logits.
    #[default]
    Logits,
    /// Probabilities.
    Probabilities,
}

/// The area under the receiver operating characteristic: the probability that a sample of the class has a higher score than a
/// sample that is not, where equal scores count one half (`roc_auc_score`).
///
/// For outputs of one element the target is 0 or 1. For classes the value is the mean over the classes, each against the rest
/// (`multi_class="ovr"`); classes without samples, or with all samples, are excluded. The metric stores all scores until the reset.
/// It is NaN if a score is NaN.
///
/// ```
/// use nn::metrics::{Auroc, measure};
/// use nn::prelude::*;
/// let scores = Samples::<shape![1]>::from_slice(&[0.1, 0.4, 0.35, 0.8])?;
/// let target = Samples::<shape![1]>::from_slice(&[0.0, 0.0, 1.0, 1.0])?;
/// assert_eq!(measure(Auroc::default(), &scores, &target), 0.75);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Auroc {
    scores: Scores,
    /// One list per class, of scores and whether the sample is of the class.
    classes: Vec<Vec<(f64, bool)>>,
    is_invalid: bool,
}

impl Auroc {
    /// Creates the metric without samples; `scores` has no effect for outputs of one element.
    pub fn new(scores: Scores) -> Self {
        Self { scores, ..Self::default() }
    }

    fn add(&mut self, class: usize, score: f64, is: bool) {
        if self.classes.len() <= class {
            self.classes.resize(class + 1, Vec::new());
        }
        self.is_invalid |= score.is_nan();
        self.classes[class].push((score, is));
    }

    fn mean(&self) -> f64 {
        if self.is_invalid {
            return f64::NAN;
        }
        let areas: Vec<f64> = self.classes.iter().map(|class| area(class)).filter(|area| !area.is_nan()).collect();
        areas.iter().sum::<f64>() / areas.len() as f64
    }
}

/// Returns y_k - ln(sum over the others of exp(y_j)) for each class: the log-odds of its softmax. All are NaN if one logit is.
fn log_odds(y: &[f64]) -> Vec<f64> {
    if y.iter().any(|y| y.is_nan()) {
        return vec![f64::NAN; y.len()];
    }
    let top = (0..y.len()).fold(0, |top, class| if y[class] > y[top] { class } else { top });
    let rest = || y.iter().enumerate().filter(|&(class, _)| class != top).map(|(_, &y_j)| y_j);
    // The sum over all but the largest, relative to the largest.
    let below: f64 = rest().map(|y_j| difference(y_j, y[top]).exp()).sum();
    let odds = |class: usize| {
        if class == top {
            // Relative to the second largest: relative to the largest, all terms could underflow to 0.
            let second = rest().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = rest().map(|y_j| difference(y_j, second).exp()).sum();
            return difference(y[top], second) - sum.ln();
        }
        let away = difference(y[class], y[top]);
        away - (below - away.exp()).max(0.0).ln_1p()
    };
    (0..y.len()).map(odds).collect()
}

/// Returns `a - b`, or 0 for equal infinities.
fn difference(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { a - b }
}

/// Computes the area by the rank-sum statistic (Mann, Whitney 1947); NaN if all samples are of the class, or none.
fn area(scored: &[(f64, bool)]) -> f64 {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wins, mut below) = (0.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a.0 == b.0) {
        let of = equal.iter().filter(|(_, is)| *is).count() as f64;
        let others = equal.len() as f64 - of;
        wins += of * (below + 0.5 * others);
        below += others;
    }
    let of = scored.len() as f64 - below;
    wins / (of * below)
}

impl<T: Float> Metric<(N<1>,), (N<1>,), T> for Auroc {
    described!(|this| { name: "auroc", better: Higher, reset: *this = Self::new(this.scores), value: this.mean() });

    fn update(&mut self, output: SamplesView<'_, (N<1>,), T>, target: SamplesView<'_, (N<1>,), T>) {
        self.is_invalid |= unmatched(&output, &target) > 0;
        for (y, target) in output.iter().zip(target.iter()) {
            let target = target[[0, 0]].to_f64();
            self.is_invalid |= target.is_nan();
            self.add(0, y[[0, 0]].to_f64(), target > 0.5);
        }
    }
}

impl<C: Dim, T: Float> Metric<(C,), Indices<C>, T> for Auroc {
    described!(|this| { name: "auroc", better: Higher, reset: *this = Self::new(this.scores), value: this.mean() });

    fn update(&mut self, output: SamplesView<'_, (C,), T>, target: SamplesView<'_, Indices<C>, T>) {
        self.is_invalid |= unmatched(&output, &target) > 0;
        for (y, target) in output.iter().zip(target.iter()) {
            let y: Vec<f64> = y.as_slice().iter().map(|y| y.to_f64()).collect();
            let scores = match self.scores {
                Scores::Logits => log_odds(&y),
                Scores::Probabilities => y,
            };
            for (class, score) in scores.into_iter().enumerate() {
                self.add(class, score, class == target[[0]].index());
            }
        }
    }
}
