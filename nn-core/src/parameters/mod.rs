//! Parameters: the tensors of a layer or network as one flat slice, with their names and roles.

mod declare;
mod freeze;
mod gradient;
mod layout;

pub use crate::plain::{MustNotImplementDrop, Plain, duplicate};
#[cfg(feature = "alloc")]
pub use crate::plain::{boxed_clone, zeroed};
pub(crate) use declare::{parameters, plain};
pub use freeze::{Frozen, UnknownName};
pub use gradient::Gradient;
pub(crate) use layout::layout_of;
pub use layout::{Field, Layout, Orientation, Param, Parameters, Path, Role};
