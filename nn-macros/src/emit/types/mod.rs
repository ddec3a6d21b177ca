//! Sizes, shapes, layers and operations as types.

mod customs;
mod elements;
mod expressions;
mod functions;
mod layers;
mod named;
mod operations;
mod shapes;
mod short;
mod sizes;
mod traits_of_sizes;

pub(super) use customs::{aliases, documented, field_type, named_customs, written};
pub(super) use elements::Elements;
pub(super) use layers::{layer_type, repeated};
pub(super) use named::{as_written, named_sizes};
pub(super) use operations::{operation_type, operation_value};
pub(super) use short::{ShortNames, tensor_type};
pub(crate) use sizes::{dim, sample, shape};
pub(crate) use traits_of_sizes::check_traits_of_sizes;
