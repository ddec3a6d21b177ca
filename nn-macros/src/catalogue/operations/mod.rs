//! The operations that `forward` knows besides the layers of the struct: layers that store nothing.

mod elementwise;
mod image;
mod op;
mod operation;
mod permute;
mod read;
mod split;

pub(crate) use op::{Function, Op, Read};
pub(crate) use operation::{Applied, Operation, Refusal, Takes, concat};
pub(crate) use read::{Callee, FUNCTIONS, METHODS, is_operation, read};
