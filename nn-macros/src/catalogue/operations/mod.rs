//! The operations of `forward` that are not fields of the struct: layers without parameters.

mod axes;
mod elementwise;
mod foreign;
mod names;
mod op;
mod operation;
mod pool;
mod read;
mod resize;
mod spatial;
mod translation;

pub(crate) use foreign::{FOREIGN_TYPES, call_of_type, help_foreign, is_foreign, may_be_a_layer, takes_sizes};
pub(crate) use names::{FUNCTIONS, METHODS, is_operation, is_padding};
pub(crate) use op::{Divisor, Function, Op, PoolKind, Read, UpsampleMode};
pub(crate) use operation::{Applied, Operation, Refusal, Requirement, concat};
pub(crate) use read::{Callee, read};
pub(crate) use translation::Given;
