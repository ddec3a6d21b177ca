//! All messages that a user sees, by topic.

mod arithmetic;
mod axis;
mod einsum;
mod fields;
mod functions;
mod grammar;
mod indices;
mod integers;
mod layers;
mod notation;
mod parameters;
mod shapes;
mod streaming;
mod words;

pub(crate) use arithmetic::*;
pub(crate) use axis::*;
pub(crate) use einsum::*;
pub(crate) use fields::*;
pub(crate) use functions::*;
pub(crate) use grammar::*;
pub(crate) use indices::*;
pub(crate) use integers::*;
pub(crate) use layers::*;
pub(crate) use notation::*;
pub(crate) use parameters::*;
pub(crate) use shapes::*;
pub(crate) use streaming::*;
pub(crate) use words::{Origin, meant};
