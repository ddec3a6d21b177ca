//! Normalisers beyond their fit to inputs: from numbers that are known, of targets, and the way back.

mod given;
mod inverse;
mod spread;
mod targets;

pub(crate) use spread::spread;
