//! Normalisers from given statistics or for a part of the elements, the inverse of normalisation, and data sets of which a target
//! or one of several inputs is normalised.

mod inputs;
mod inverse;
mod passthrough;
mod spread;
mod statistics;
mod targets;

pub(crate) use inputs::INPUTS;
pub(crate) use spread::spread;
