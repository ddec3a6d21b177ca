//! The operations that `forward` knows besides the layers of the struct: layers that store nothing. A file an operation.

mod elementwise;
mod operation;
mod permute;
mod pool;
mod resize;
mod split;

pub(crate) use operation::{FUNCTIONS, METHODS, Output, Pairwise, concat, is_operation, read};
pub(crate) use split::Split;
