//! Normalisers from given statistics or for a part of the elements, the inverse of normalisation, and normalised targets.

mod inverse;
mod passthrough;
mod spread;
mod statistics;
mod targets;

pub(crate) use spread::spread;
