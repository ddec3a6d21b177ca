//! Parsing: from tokens to a syntax tree.

mod arguments;
mod ast;
mod attributes;
mod body;
mod computed;
mod examples;
mod field_type;
mod fields;
mod foreign_signs;
mod forward;
mod mend;
mod names;
mod parse;
mod sizes;
mod tensor_type;
mod words;

pub(crate) use arguments::{Integers, arguments, arguments_with, layer_type, proposed, with_named};
pub(crate) use ast::{
    Argument, Derive, Derived, Element, Field, FieldKind, Forward, Index, Int8, LayerType, Limit, Network, Slip,
    TensorType, Time, Value,
};
pub(crate) use attributes::{budget, derive_paths, take_element};
pub(crate) use parse::{name_of, network, split_networks};
pub(crate) use sizes::{LARGEST, Size, size, sizes};
pub(crate) use tensor_type::of_annotation;
pub(crate) use words::{code, compact, declared, idents, mentions, plain, split_at};
