//! Orders of an epoch in which some samples are more likely than others.

mod balanced;
mod weighted;

pub use weighted::WeightedRandomSampler;
