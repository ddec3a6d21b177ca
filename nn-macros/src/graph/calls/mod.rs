//! Calls in `forward`: of layers, operations, functions and stored tensors.

mod attention;
mod bilinear;
pub(super) mod einsum;
pub(super) mod functions;
pub(super) mod indices;
mod inputs;
pub(super) mod joins;
pub(super) mod layers;
mod lengths;
pub(super) mod operations;
pub(super) mod pools;
mod recurrent;
mod rotary;
pub(super) mod stored;
