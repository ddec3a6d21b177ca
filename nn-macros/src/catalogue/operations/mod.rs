//! The operations that `forward` knows besides the layers of the struct: layers that store nothing. A file an operation.

mod elementwise;
mod op;
mod operation;
mod permute;
mod pool;
mod resize;
mod split;

pub(crate) use op::{Function, Op, Read};
pub(crate) use operation::{FUNCTIONS, METHODS, Pairwise, concat, is_operation, read};
