//! The confusion matrix, and the metrics derived from it.

use super::metric::{Metric, described};
use super::share::{largest, unmatched};
use crate::data::{Samples, SamplesView};
use nn_core::{Dim, Float, Indices};
use std::fmt;
use std::marker::PhantomData;

/// The number of samples for each pair of a true and a predicted class: scikit-learn's `confusion_matrix`. `Display` formats it as
/// a table.
///
/// A sample with an output that is NaN has no predicted class: [`invalid`](Self::invalid) counts these, and if there are any,
/// values derived from the matrix, such as [`accuracy`](Self::accuracy), are NaN.
///
/// ```
/// use nn::metrics::ConfusionMatrix;
/// use nn::prelude::*;
/// let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&[0.9, 0.1, 0.2, 0.8, 0.6, 0.4], &[0, 1, 1])?;
/// let matrix = ConfusionMatrix::of(&seen.inputs, &seen.targets);
/// assert_eq!((matrix.count(1, 0), matrix.precision(0), matrix.recall(1)), (1, 0.5, 0.5));
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ConfusionMatrix<C> {
    /// Row-major: a row per true class, a column per predicted class.
    counts: Vec<u64>,
    invalid: u64,
    classes: PhantomData<fn() -> C>,
}

impl<C: Dim> Default for ConfusionMatrix<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Dim> ConfusionMatrix<C> {
    /// Creates a matrix without samples.
    pub fn new() -> Self {
        Self { counts: vec![0; C::SIZE * C::SIZE], invalid: 0, classes: PhantomData }
    }

    /// Creates the matrix of these samples: the predicted class is that of the largest output.
    pub fn of<T: Float>(output: &Samples<(C,), T>, target: &Samples<Indices<C>, T>) -> Self {
        let mut matrix = Self::new();
        matrix.add(output.view(), target.view());
        matrix
    }

    /// Adds samples.
    pub fn add<T: Float>(&mut self, output: SamplesView<'_, (C,), T>, target: SamplesView<'_, Indices<C>, T>) {
        self.invalid += unmatched(&output, &target);
        for (y, target) in output.iter().zip(target.iter()) {
            match largest(y.as_slice()) {
                Some(class) => self.counts[target[[0]].index() * C::SIZE + class] += 1,
                None => self.invalid += 1,
            }
        }
    }

    /// Returns the number of samples that are in no entry of the matrix: those with an output that is NaN, and outputs without a
    /// target or targets without an output.
    ///
    /// ```
    /// use nn::metrics::ConfusionMatrix;
    /// use nn::prelude::*;
    /// let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&[0.9, 0.1, f32::NAN, 0.8], &[0, 1])?;
    /// let matrix = ConfusionMatrix::of(&seen.inputs, &seen.targets);
    /// assert_eq!(matrix.invalid(), 1);
    /// assert!(matrix.accuracy().is_nan());
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn invalid(&self) -> u64 {
        self.invalid
    }

    /// Returns the number of samples of `class` that were predicted as `predicted`.
    ///
    /// # Panics
    /// Panics if a class is out of bounds.
    pub fn count(&self, class: usize, predicted: usize) -> u64 {
        assert!(class < C::SIZE && predicted < C::SIZE);
        self.counts[class * C::SIZE + predicted]
    }

    /// Returns the fraction of samples whose predicted class is the true class.
    pub fn accuracy(&self) -> f64 {
        let right: u64 = (0..C::SIZE).map(|class| self.count(class, class)).sum();
        self.if_valid(right as f64 / self.counts.iter().sum::<u64>() as f64)
    }

    fn if_valid(&self, value: f64) -> f64 {
        if self.invalid > 0 { f64::NAN } else { value }
    }

    fn is(&self, class: usize) -> u64 {
        (0..C::SIZE).map(|predicted| self.count(class, predicted)).sum()
    }

    fn taken_for(&self, class: usize) -> u64 {
        (0..C::SIZE).map(|is| self.count(is, class)).sum()
    }

    /// Returns the fraction of the samples predicted as this class that belong to it; 0 if there are none.
    pub fn precision(&self, class: usize) -> f64 {
        self.if_valid(ratio(self.count(class, class), self.taken_for(class)))
    }

    /// Returns the fraction of this class that was predicted as it; 0 if there are no samples of it.
    pub fn recall(&self, class: usize) -> f64 {
        self.if_valid(ratio(self.count(class, class), self.is(class)))
    }

    /// Returns (1 + beta^2) precision recall / (beta^2 precision + recall) of this class: for 1 their harmonic mean, for 2 recall
    /// has more weight; 0 if both are 0.
    ///
    /// # Panics
    /// Panics if the class is out of bounds, or if `beta` is negative, NaN or infinite.
    pub fn f_beta(&self, class: usize, beta: f64) -> f64 {
        check_beta(beta);
        // The weights of false negatives and false positives, scaled to sum to 1 so that no square overflows.
        let weight = 1.0 / (1.0 + beta * beta);
        let all = (1.0 - weight) * self.is(class) as f64 + weight * self.taken_for(class) as f64;
        self.if_valid(if all == 0.0 { 0.0 } else { self.count(class, class) as f64 / all })
    }

    /// Returns the text of an entry in a table.
    pub(super) fn entry(&self, class: usize, predicted: usize) -> String {
        match self.count(class, predicted) {
            0 if class != predicted => ".".into(),
            count => count.to_string(),
        }
    }

    /// Writes the matrix as a table with these class names; `label` is the width of the first column, `widths` are those of the
    /// others.
    pub(super) fn write_table(
        &self,
        f: &mut fmt::Formatter<'_>,
        names: &[String],
        label: usize,
        widths: &[usize],
    ) -> fmt::Result {
        writeln!(f, "rows: true class; columns: predicted class")?;
        write!(f, "{:label$}", "")?;
        for (name, &width) in names.iter().zip(widths) {
            write!(f, "{name:>width$}")?;
        }
        for (class, name) in names.iter().enumerate() {
            write!(f, "\n{name:>label$}")?;
            for (predicted, &width) in widths.iter().enumerate() {
                write!(f, "{:>width$}", self.entry(class, predicted))?;
            }
        }
        match self.invalid {
            0 => Ok(()),
            invalid => write!(f, "\n{invalid} samples have a NaN output, or lack an output or a target"),
        }
    }

    fn average(&self, average: Average, of: impl Fn(usize) -> f64) -> f64 {
        match average {
            // Each sample has one true and one predicted class: a false positive of one class is a false negative of another.
            Average::Micro => self.accuracy(),
            Average::Macro => {
                let seen = || (0..C::SIZE).filter(|&class| self.is(class) + self.taken_for(class) > 0);
                seen().map(of).sum::<f64>() / seen().count() as f64
            }
        }
    }
}

fn check_beta(beta: f64) {
    assert!(beta >= 0.0 && beta.is_finite(), "`beta` of an F-score is {beta}, expected a finite number of at least 0");
}

fn ratio(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

impl<C: Dim> fmt::Display for ConfusionMatrix<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = self.counts.iter().max().copied().unwrap_or(0).max(C::SIZE as u64);
        let width = most.to_string().len() + 1;
        let names: Vec<String> = (0..C::SIZE).map(|class| class.to_string()).collect();
        self.write_table(f, &names, width, &vec![width; C::SIZE])
    }
}

impl<C: Dim> fmt::Debug for ConfusionMatrix<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How values of several classes are averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Average {
    /// The mean over the classes that occur as a true or as a predicted class.
    Macro,
    /// The value over all samples together. If each sample has one class, it equals the accuracy, whichever metric is averaged.
    Micro,
}

impl Average {
    fn word(self) -> &'static str {
        match self {
            Average::Macro => "macro",
            Average::Micro => "micro",
        }
    }
}

/// Implements a metric derived from the confusion matrix, from its name and its value for a class.
macro_rules! from_matrix {
    ($metric:ident, |$this:ident| $name:expr, |$class:ident| $value:expr) => {
        impl<C: Dim, T: Float> Metric<(C,), Indices<C>, T> for $metric<C> {
            described!(|$this| {
                name: format_args!("{}_{}", $name, $this.average.word()),
                better: Higher,
                reset: $this.matrix = ConfusionMatrix::new(),
                value: $this.matrix.average($this.average, |$class| $value)
            });

            fn update(&mut self, output: SamplesView<'_, (C,), T>, target: SamplesView<'_, Indices<C>, T>) {
                self.matrix.add(output, target);
            }
        }
    };
}

/// Precision: the fraction of the samples predicted as a class that belong to it: `precision_score` with `zero_division=0`.
///
/// ```
/// use nn::metrics::{Average, Precision, measure};
/// use nn::prelude::*;
/// let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&[0.9, 0.1, 0.2, 0.8, 0.6, 0.4], &[0, 1, 1])?;
/// assert_eq!(measure(Precision::<dim![2]>::new(Average::Macro), &seen.inputs, &seen.targets), 0.75);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Precision<C: Dim> {
    average: Average,
    matrix: ConfusionMatrix<C>,
}

impl<C: Dim> Precision<C> {
    /// Creates the metric without samples.
    pub fn new(average: Average) -> Self {
        Self { average, matrix: ConfusionMatrix::new() }
    }
}
from_matrix!(Precision, |this| "precision", |class| this.matrix.precision(class));

/// Recall: the fraction of a class that was predicted as it: `recall_score` with `zero_division=0`.
///
/// ```
/// use nn::metrics::{Average, Recall, measure};
/// use nn::prelude::*;
/// let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&[0.9, 0.1, 0.2, 0.8, 0.6, 0.4], &[0, 1, 1])?;
/// assert_eq!(measure(Recall::<dim![2]>::new(Average::Macro), &seen.inputs, &seen.targets), 0.75);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Recall<C: Dim> {
    average: Average,
    matrix: ConfusionMatrix<C>,
}

impl<C: Dim> Recall<C> {
    /// Creates the metric without samples.
    pub fn new(average: Average) -> Self {
        Self { average, matrix: ConfusionMatrix::new() }
    }
}
from_matrix!(Recall, |this| "recall", |class| this.matrix.recall(class));

/// F-score, which combines precision and recall: `fbeta_score` with `zero_division=0`; see [`ConfusionMatrix::f_beta`].
///
/// ```
/// use nn::metrics::{Average, FBeta, measure};
/// use nn::prelude::*;
/// let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&[0.9, 0.1, 0.2, 0.8, 0.6, 0.4], &[0, 1, 1])?;
/// let f1 = measure(FBeta::<dim![2]>::new(1.0, Average::Macro), &seen.inputs, &seen.targets);
/// assert!((f1 - 2.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), nn::data::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct FBeta<C: Dim> {
    beta: f64,
    average: Average,
    matrix: ConfusionMatrix<C>,
}

impl<C: Dim> FBeta<C> {
    /// Creates the metric without samples; a `beta` of 1 weighs precision and recall equally, one of 0 gives the precision.
    ///
    /// # Panics
    /// Panics if `beta` is negative, NaN or infinite.
    pub fn new(beta: f64, average: Average) -> Self {
        check_beta(beta);
        Self { beta, average, matrix: ConfusionMatrix::new() }
    }
}
from_matrix!(FBeta, |this| format_args!("f{}", this.beta), |class| this.matrix.f_beta(class, this.beta));
