//! Notations of other frameworks, and the operations that they mean.

mod attention;
mod calls;
mod given;
mod shifted;
mod translation;

pub(crate) use attention::{is_foreign_argument, wrong_arguments};
pub(crate) use calls::{
    FOREIGN_TYPES, call_of_type, help_foreign, in_notation, is_foreign, may_be_a_layer, takes_sizes,
};
pub(super) use calls::{misread, slice_in_order};
pub(crate) use given::Given;
