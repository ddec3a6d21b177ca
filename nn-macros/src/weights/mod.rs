//! Implementation of `include_weights!`, which embeds the weights of a network in the program.

mod file;
mod include;
mod integers;
mod json;
mod tensor;

pub(crate) use include::include_weights;
