//! The trait of metrics.

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

/// What a metric is beside its [`update`](Metric::update): its name, whether higher or lower values are better, what resets it, and its
/// value, written as expressions of the metric.
macro_rules! described {
    (|$this:ident| { name: $name:expr, better: $better:ident, reset: $reset:expr, value: $value:expr }) => {
        #[allow(unused_variables, reason = "not every name is one of the metric's settings")]
        fn name(&self) -> String {
            let $this = self;
            ToString::to_string(&$name)
        }

        fn better(&self) -> nn_core::lr_scheduler::Better {
            nn_core::lr_scheduler::Better::$better
        }

        fn reset(&mut self) {
            let $this = self;
            $reset;
        }

        fn value(&self) -> f64 {
            let $this = self;
            $value
        }
    };
}
pub(super) use described;

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
