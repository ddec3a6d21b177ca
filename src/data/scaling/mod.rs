//! Normalisers from given statistics, the inverse of normalisation, and normalised targets.

mod inverse;
mod spread;
mod statistics;
mod targets;

pub(crate) use spread::spread;
