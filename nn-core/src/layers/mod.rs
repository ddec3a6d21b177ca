//! The layers: one file each.

mod array;
mod linear;
mod relu;
mod stateless;

pub use array::ArraySaved;
pub use linear::{BiasOption, Linear, NoBias, WithBias};
pub use relu::Relu;
