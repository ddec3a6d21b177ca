//! The operations of `forward` that are not fields of the struct: layers without parameters.

mod along;
mod attention;
mod axes;
mod axis;
mod einsum;
mod elementwise;
mod expression;
mod fold;
mod foreign;
mod function;
mod names;
mod op;
mod operation;
mod pool;
mod products;
mod read;
mod resize;
mod slices;
mod spatial;
mod views;

pub(crate) use einsum::{Einsum, Product};
pub(crate) use expression::{Binary, Broadcast, Fused, Reduction, Repeats, Step, aligned, broadcast, enlarged};
pub(crate) use foreign::{
    FOREIGN_TYPES, Given, call_of_type, help_foreign, in_notation, is_foreign, is_foreign_argument, may_be_a_layer,
    takes_sizes, wrong_arguments,
};
pub(crate) use function::Function;
pub(crate) use names::{FUNCTIONS, METHODS, is_operation, is_padding, is_reserved};
pub(crate) use op::{Divisor, Op, PadMode, PoolKind, Read, UpsampleMode};
pub(crate) use operation::{Applied, Operation, Rank, Refusal, Requirement, concat};
pub(crate) use products::{Factors, factors, help_product};
pub(crate) use read::{Callee, attention, read, rotary, sequence_mask, unpool};
pub(crate) use views::{is_view, with_axis};
