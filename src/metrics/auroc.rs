//! How well outputs order samples.

use super::Metric;
use crate::data::RowsView;
use nn_core::lr_scheduler::Better;
use nn_core::{Dim, Float, Indices, N};

/// What outputs for several classes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scores {
    /// Logits, of which the softmax is taken.
    #[default]
    Logits,
    /// Probabilities.
    Probabilities,
}

/// The area under the receiver operating characteristic: the probability that a sample of the class has a higher score than one
/// that is not, equal scores counting one half (`roc_auc_score`).
///
/// For outputs of one number the target is 0 or 1. For classes it is the mean over the classes, each against the rest
/// (`multi_class="ovr"`); classes of which there are no samples, or no others, are left out. It keeps all scores until the reset.
///
/// ```
/// use nn::data::Rows;
/// use nn::metrics::{Auroc, measure};
/// use nn::prelude::*;
/// let scores = Rows::<shape![1]>::from_slice(&[0.1, 0.4, 0.35, 0.8])?;
/// let target = Rows::<shape![1]>::from_slice(&[0.0, 0.0, 1.0, 1.0])?;
/// assert_eq!(measure(Auroc::default(), &scores, &target), 0.75);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Auroc {
    scores: Scores,
    /// One list a class, of scores and whether the sample is of the class.
    classes: Vec<Vec<(f64, bool)>>,
}

impl Auroc {
    /// Of no samples yet; for outputs of one number it does not matter what they are.
    pub fn new(scores: Scores) -> Self {
        Self { scores, classes: Vec::new() }
    }

    fn add(&mut self, class: usize, score: f64, is: bool) {
        if self.classes.len() <= class {
            self.classes.resize(class + 1, Vec::new());
        }
        self.classes[class].push((score, is));
    }

    fn mean(&self) -> f64 {
        let areas: Vec<f64> = self.classes.iter().map(|class| area(class)).filter(|area| !area.is_nan()).collect();
        areas.iter().sum::<f64>() / areas.len() as f64
    }
}

/// By the sum of ranks (Mann, Whitney 1947); NaN if all samples are of the class, or none, or a score is NaN.
fn area(scored: &[(f64, bool)]) -> f64 {
    if scored.iter().any(|(score, _)| score.is_nan()) {
        return f64::NAN;
    }
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
    fn name(&self) -> String {
        "auroc".into()
    }
    fn better(&self) -> Better {
        Better::Higher
    }
    fn reset(&mut self) {
        self.classes.clear();
    }
    fn update(&mut self, output: RowsView<'_, (N<1>,), T>, target: RowsView<'_, (N<1>,), T>) {
        for (y, target) in output.iter().zip(target.iter()) {
            self.add(0, y[[0, 0]].to_f64(), target[[0, 0]].to_f64() > 0.5);
        }
    }
    fn value(&self) -> f64 {
        self.mean()
    }
}

impl<C: Dim, T: Float> Metric<(C,), Indices<C>, T> for Auroc {
    fn name(&self) -> String {
        "auroc".into()
    }
    fn better(&self) -> Better {
        Better::Higher
    }
    fn reset(&mut self) {
        self.classes.clear();
    }
    fn update(&mut self, output: RowsView<'_, (C,), T>, target: RowsView<'_, Indices<C>, T>) {
        for (y, target) in output.iter().zip(target.iter()) {
            let y: Vec<f64> = y.as_slice().iter().map(|y| y.to_f64()).collect();
            let most = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = y.iter().map(|y| (y - most).exp()).sum();
            for (class, y) in y.iter().enumerate() {
                let score = match self.scores {
                    Scores::Logits => (y - most).exp() / sum,
                    Scores::Probabilities => *y,
                };
                self.add(class, score, class == target[[0]].index());
            }
        }
    }
    fn value(&self) -> f64 {
        self.mean()
    }
}
