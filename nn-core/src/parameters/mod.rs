//! Plain data: what a layer stores, as one flat slice with names.

mod declare;
mod freeze;
mod gradient;
mod layout;
mod numbers;
mod plain;

pub(crate) use declare::{parameters, plain};
pub use freeze::{Frozen, UnknownName};
pub use gradient::Gradient;
pub(crate) use layout::layout_of;
pub use layout::{Field, Layout, Orientation, Param, Parameters, Path, Role};
pub use numbers::Numbers;
pub use plain::MustNotImplementDrop;
pub use plain::Plain;
#[cfg(feature = "alloc")]
pub use plain::zeroed;
