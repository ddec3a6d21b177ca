//! Normalisers from given statistics, the inverse of normalisation, and normalised targets.

mod given;
mod inverse;
mod spread;
mod targets;

pub(crate) use spread::spread;
