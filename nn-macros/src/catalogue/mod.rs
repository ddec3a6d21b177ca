//! What each layer and operation expects and produces.

mod bounds;
mod layers;
mod operations;

pub(crate) use bounds::Bound;
pub(crate) use layers::*;
pub(crate) use operations::*;
