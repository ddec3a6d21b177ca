//! The floating-point types of tensors.

mod double;
#[expect(clippy::module_inception)]
mod float;
mod floats_mut;
mod single;

pub use float::Float;
pub(crate) use float::{Either, Family};
pub use floats_mut::FloatsMut;
