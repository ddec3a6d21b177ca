//! Parameters: the tensors of a layer or network as one flat slice, with their names and roles.

mod buffer;
mod declare;
mod freeze;
mod gradient;
mod layout;

pub use crate::plain::{MustNotImplementDrop, Plain, duplicate};
#[cfg(feature = "alloc")]
pub use crate::plain::{boxed_clone, zeroed};
pub use buffer::BUFFER_MOMENTUM;
pub(crate) use buffer::{moved, statistic_for};
pub(crate) use declare::{parameters, plain};
pub use freeze::{Frozen, UnknownName};
pub use gradient::Gradient;
pub(crate) use layout::layout_of;
pub use layout::{Field, Layout, Orientation, Param, Parameters, Path, Role};
