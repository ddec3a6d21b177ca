//! Sizes, shapes, layers and operations as types.

mod customs;
mod layers;
mod named;
mod operations;
mod shapes;
mod sizes;

pub(super) use customs::{accepts, aliases, named_customs, presence, written};
pub(super) use layers::{field_type, layer_type, repeated};
pub(super) use named::named_sizes;
pub(super) use operations::{operation_type, operation_value};
pub(crate) use sizes::{dim, sample, shape};
