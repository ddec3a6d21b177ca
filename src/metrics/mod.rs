//! Metrics of a network's outputs, exact over batches of any size.
//!
//! A [`Metric`] is updated with outputs and targets, batch by batch, and returns its value over all of them. Sums are accumulated
//! in `f64`. Values equal those of the scikit-learn function that each metric names (`tests/metrics`).
//!
//! If an output or a floating-point target is NaN, scikit-learn raises an error; here the value of every metric is NaN until the
//! next reset, so that it is not mistaken for a result.
//!
//! ```
//! use nn::data::SamplesView;
//! use nn::metrics::Metric;
//! use nn::prelude::*;
//! let logits = Tensor::<shape![3, 2]>::new([[0.1, 0.9], [2.0, 1.0], [0.0, 1.0]]);
//! let labels = Tensor::<shape![3], Class<dim![2]>>::new([1, 1, 1].map(|class| Class::new(class).unwrap()));
//! let mut accuracy = Accuracy::new();
//! Metric::<shape![2], Indices<dim![2]>>::update(
//!     &mut accuracy,
//!     SamplesView::of_batch::<dim![3]>(&logits, 3),
//!     SamplesView::of_batch::<dim![3]>(&labels, 3),
//! );
//! assert_eq!(Metric::<shape![2], Indices<dim![2]>>::value(&accuracy), 2.0 / 3.0);
//! ```

mod accuracy;
mod auroc;
mod confusion;
mod ignore_weights;
mod metric;
mod named_confusion;
mod perplexity;
mod regression;
mod share;
mod units;

pub use accuracy::{Accuracy, BinaryAccuracy, TopK};
pub use auroc::{Auroc, Scores};
pub use confusion::{Average, ConfusionMatrix, FBeta, Precision, Recall};
pub use ignore_weights::IgnoreWeights;
pub use metric::{Metric, measure};
pub use named_confusion::NamedConfusionMatrix;
pub use perplexity::Perplexity;
pub use regression::{MeanAbsoluteError, MeanSquaredError, R2};
pub use units::InUnits;
