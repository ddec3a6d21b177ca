//! Plain data: what a layer stores, as one flat slice with names.

mod freeze;
mod gradient;
mod layout;
mod numbers;
mod plain;

pub use freeze::{Frozen, UnknownName};
pub use gradient::Gradient;
pub use layout::{Field, Layout, Param, Parameters, Path, Role};
pub use numbers::Numbers;
pub use plain::MustNotImplementDrop;
#[cfg(feature = "alloc")]
pub use plain::zeroed;
pub use plain::{Plain, Zeroable};
