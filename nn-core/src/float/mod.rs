//! The floating-point types of tensors.

mod double;
#[expect(clippy::module_inception)]
mod float;
mod floats_mut;
mod single;

pub(crate) use float::ByType;
pub use float::Float;
pub use floats_mut::FloatsMut;
