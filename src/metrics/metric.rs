//! The trait of metrics.

use crate::data::{Samples, SamplesView};
use nn_core::lr_scheduler::Better;
use nn_core::{Float, Signal};

/// A metric: a value computed over all samples of a data set.
///
/// `Out` is the network's output for a sample, `Target` its target: for classes, a shape of one axis and `Indices<C>`, or a class for
/// each position of a sequence or an image.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a metric for targets `{Target}` and outputs of shape `{Out}`",
    label = "a metric for other targets or outputs",
    note = "`Accuracy`, `TopK` and others are for classes, `Indices<C>`, and outputs `(C,)`; `BinaryAccuracy` is for targets \
            0 and 1 of the output's shape; `MeanSquaredError` and others are for any targets of the output's shape"
)]
pub trait Metric<Out: Signal, Target: Signal, T: Float = f32> {
    /// Returns the name in printed lines, files and plots: one word.
    fn name(&self) -> String;

    /// Returns whether lower or higher values are better.
    fn better(&self) -> Better;

    /// Removes all samples.
    fn reset(&mut self);

    /// Adds samples, with one target for each output. If their numbers differ, the metrics of this crate are NaN until the next
    /// reset.
    fn update(&mut self, output: SamplesView<'_, Out, T>, target: SamplesView<'_, Target, T>);

    /// Returns the value over all samples since the last reset; NaN for no samples, and if an output is NaN.
    fn value(&self) -> f64;
}

/// Expands to all methods of a metric except [`update`](Metric::update): its name, whether higher or lower values are better, its
/// reset, and its value, each given as an expression of the metric.
macro_rules! described {
    (|$this:ident| { name: $name:expr, better: $better:ident, reset: $reset:expr, value: $value:expr }) => {
        #[allow(unused_variables, reason = "not every expression uses the metric")]
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

/// Computes the value of a metric for these outputs and targets.
///
/// ```
/// use nn::metrics::{MeanAbsoluteError, measure};
/// use nn::prelude::*;
/// let y = Samples::<shape![1]>::from_slice(&[1.0, 2.0])?;
/// let target = Samples::<shape![1]>::from_slice(&[1.5, 1.5])?;
/// assert_eq!(measure(MeanAbsoluteError::new(), &y, &target), 0.5);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub fn measure<Out: Signal, Target: Signal, T: Float>(
    mut metric: impl Metric<Out, Target, T>,
    output: &Samples<Out, T>,
    target: &Samples<Target, T>,
) -> f64 {
    metric.reset();
    metric.update(output.view(), target.view());
    metric.value()
}
