//! The layers that the fields declare.

mod declared;
mod misplaced;
mod tied;
mod wrapped;

pub(super) use declared::declared;
pub(super) use tied::tied_sizes;
