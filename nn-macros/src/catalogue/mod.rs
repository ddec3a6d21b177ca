//! The layers and operations: the shapes that each expects and produces.

mod bounds;
mod layers;
mod operations;

pub(crate) use bounds::Bound;
pub(crate) use layers::*;
pub(crate) use operations::*;
