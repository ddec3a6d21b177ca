//! The losses: one file each.

mod accumulation;
mod bce_with_logits;
mod class_weights;
mod cross_entropy;
mod elementwise;
mod hinge;
mod huber;
mod kl_div;
mod loss;
mod mae;
mod mse;
mod multi_margin;
mod nll;
mod probability_cross_entropy;
mod reduction;
mod rows;
mod smooth_l1;
mod soft_cross_entropy;

pub(crate) use accumulation::{Accumulated, assert_adds_up, factor, share, weight};
pub use accumulation::{Divisor, LossSum};
pub use bce_with_logits::{BceWithLogits, WeightedBceWithLogits};
pub use cross_entropy::{CrossEntropy, CrossEntropyWith};
pub use hinge::Hinge;
pub use huber::Huber;
pub use kl_div::KlDiv;
pub use loss::Loss;
pub use mae::Mae;
pub use mse::Mse;
pub use multi_margin::MultiMargin;
pub use nll::{Nll, NllWith};
pub use probability_cross_entropy::ProbabilityCrossEntropy;
pub use reduction::{Reduced, Reduction};
pub use smooth_l1::SmoothL1;
pub use soft_cross_entropy::SoftCrossEntropy;
