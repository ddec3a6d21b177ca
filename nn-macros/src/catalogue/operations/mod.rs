//! The operations of `forward` that are not fields of the struct: layers without parameters.

mod axes;
mod elementwise;
mod foreign;
mod op;
mod operation;
mod read;

pub(crate) use foreign::{FOREIGN_TYPES, Given, call_of_type, help_foreign, is_foreign};
pub(crate) use op::{Function, Op, Read};
pub(crate) use operation::{Applied, Operation, Refusal, Takes, concat};
pub(crate) use read::{Callee, FUNCTIONS, METHODS, is_operation, read};
