//! Samplers that draw some samples more often than others.

mod balanced;
mod weighted;

pub use weighted::WeightedRandomSampler;
