//! The losses: one file each.

mod cross_entropy;
mod mse;
mod probability_cross_entropy;

pub use cross_entropy::{CrossEntropy, SmoothCrossEntropy};
pub use mse::Mse;
pub use probability_cross_entropy::ProbabilityCrossEntropy;
