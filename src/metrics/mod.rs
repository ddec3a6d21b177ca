//! Metrics: what a network is worth, beside its loss; exact over batches of any sizes.
//!
//! A [`Metric`] is told outputs and targets of all samples, some at a time, and then gives its value. Sums are in `f64`.
//! Values are those of scikit-learn, by the function that each metric names (`tests/metrics`).
//!
//! Where an output or a floating-point target is NaN, scikit-learn raises an error; here the value of every metric is NaN until the
//! next reset, so that it is not mistaken for a result.
//!
//! ```
//! use nn::data::RowsView;
//! use nn::metrics::{Accuracy, Metric};
//! use nn::prelude::*;
//! use nn::Indices;
//! let logits = Tensor::<shape![3, 2]>::new([[0.1, 0.9], [2.0, 1.0], [0.0, 1.0]]);
//! let labels = Tensor::<shape![3], Class<dim![2]>>::new([1, 1, 1].map(|class| Class::new(class).unwrap()));
//! let mut accuracy = Accuracy::new();
//! Metric::<shape![2], Indices<dim![2]>>::update(
//!     &mut accuracy,
//!     RowsView::of_batch::<dim![3]>(&logits, 3),
//!     RowsView::of_batch::<dim![3]>(&labels, 3),
//! );
//! assert_eq!(Metric::<shape![2], Indices<dim![2]>>::value(&accuracy), 2.0 / 3.0);
//! ```

mod accuracy;
mod auroc;
mod confusion;
mod perplexity;
mod regression;

pub use accuracy::{Accuracy, BinaryAccuracy, TopK};
pub use auroc::{Auroc, Scores};
pub use confusion::{Average, ConfusionMatrix, FBeta, Precision, Recall};
pub use perplexity::Perplexity;
pub use regression::{MeanAbsoluteError, MeanSquaredError, R2};

use crate::data::{Rows, RowsView};
use nn_core::lr_scheduler::Better;
use nn_core::{Float, Signal};

/// A number about all samples of a data set.
///
/// `Out` is what the network gives for a sample, `Target` what it should be: for classes, a shape of one axis and
/// `Indices<C>`.
pub trait Metric<Out: Signal, Target: Signal, T: Float = f32> {
    /// What it is called in lines, files and curves: one word.
    fn name(&self) -> String;

    /// Whether more of it is better.
    fn better(&self) -> Better;

    /// Forgets all samples.
    fn reset(&mut self);

    /// Counts samples in: as many outputs as targets. If there are more of the one than of the other the metrics of this crate are
    /// NaN until the next reset.
    fn update(&mut self, output: RowsView<'_, Out, T>, target: RowsView<'_, Target, T>);

    /// The value for all samples since the last reset; NaN for none, and where an output is NaN.
    fn value(&self) -> f64;
}

/// The value of a metric for these outputs and targets alone.
///
/// ```
/// use nn::data::Rows;
/// use nn::metrics::{MeanAbsoluteError, measure};
/// use nn::prelude::*;
/// let y = Rows::<shape![1]>::from_slice(&[1.0, 2.0])?;
/// let target = Rows::<shape![1]>::from_slice(&[1.5, 1.5])?;
/// assert_eq!(measure(MeanAbsoluteError::new(), &y, &target), 0.5);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub fn measure<Out: Signal, Target: Signal, T: Float>(
    mut metric: impl Metric<Out, Target, T>,
    output: &Rows<Out, T>,
    target: &Rows<Target, T>,
) -> f64 {
    metric.reset();
    metric.update(output.view(), target.view());
    metric.value()
}

/// The index of the largest number, and the first of equal ones; `None` if one is NaN.
fn largest<T: Float>(numbers: &[T]) -> Option<usize> {
    let mut place = 0;
    for (i, &number) in numbers.iter().enumerate() {
        if number.to_f64().is_nan() {
            return None;
        }
        if number > numbers[place] {
            place = i;
        }
    }
    Some(place)
}

/// How many outputs have no target, or targets no output.
fn unmatched<Out: Signal, Target: Signal, T: Float>(
    output: &RowsView<'_, Out, T>,
    target: &RowsView<'_, Target, T>,
) -> u64 {
    output.len().abs_diff(target.len()) as u64
}

/// The share of samples that are right.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    right: u64,
    all: u64,
    /// Samples that are neither right nor wrong: NaN, or without a counterpart.
    invalid: u64,
}

impl Share {
    /// Counts one sample in; `None` for one that is neither right nor wrong.
    fn count(&mut self, right: Option<bool>) {
        match right {
            Some(right) => self.right += u64::from(right),
            None => self.invalid += 1,
        }
        self.all += 1;
    }

    fn value(self) -> f64 {
        if self.invalid > 0 { f64::NAN } else { self.right as f64 / self.all as f64 }
    }
}
