//! The layers: one file each.

mod add;
mod array;
mod concat;
mod identity;
mod linear;
mod relu;
mod stateless;

pub use add::Add;
pub use array::ArraySaved;
pub use concat::Concat;
pub use identity::Identity;
pub use linear::{BiasOption, Linear, NoBias, WithBias};
pub use relu::Relu;
