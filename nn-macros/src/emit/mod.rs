//! The only tokens: what a network, or the stub that follows an error, expands to.

mod backward;
mod code;
mod expansion;
mod forward;
mod frame;
mod integers;
mod interface;
mod items;
mod layer;
mod layers;
mod methods;
mod names;
mod network;
mod operations;
mod pass;
mod plain;
mod shapes;
mod sizes;
mod skeleton;
mod spans;
mod structure;
mod workspace;

pub(crate) use expansion::network;
pub(crate) use plain::plain_alone;
pub(crate) use sizes::{dim, sample, shape};
pub(crate) use skeleton::{skeleton, unreadable};
