//! What each layer and operation expects and produces.

mod layers;
mod operations;

pub(crate) use layers::*;
pub(crate) use operations::*;
