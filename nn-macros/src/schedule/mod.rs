//! Lowering of a graph for a target: its steps, and the storage of its values. Pure: no tokens.

mod epilogues;
mod frame;
mod gradients;
mod in_place;
mod integers;
mod lower;
mod packing;
mod reuse;

pub(crate) use frame::{Extent, Frame};
pub(crate) use integers::{Integers, NoIntegers, integers};
pub(crate) use lower::{BackwardStep, Destination, Parameters, Schedule, Slots, Step, Target, lower, needs_scratch};
pub(crate) use packing::{Side, Slot};
pub(crate) use reuse::Reuse;
