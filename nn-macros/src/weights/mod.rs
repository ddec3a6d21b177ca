//! `include_weights!`: the weights of a network as a part of the program.

mod file;
mod include;
mod integers;
mod json;
mod tensor;

pub(crate) use include::include_weights;
