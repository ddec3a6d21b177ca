//! Arithmetic of values: operands, broadcasting, reductions and fusion into one pass.

pub(super) mod arithmetic;
pub(super) mod broadcast;
pub(super) mod fusion;
pub(super) mod reductions;
