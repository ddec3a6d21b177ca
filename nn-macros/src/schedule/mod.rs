//! A graph lowered for a target: which steps there are, and where values are stored. Pure: no tokens.

mod epilogues;
mod frame;
mod gradients;
mod in_place;
mod integers;
mod lower;
mod packing;
mod reuse;

pub(crate) use frame::{Extent, Frame};
pub(crate) use integers::{Integers, integers};
pub(crate) use lower::{BackwardStep, Destination, Parameters, Schedule, Slots, Step, Target, lower, needs_scratch};
pub(crate) use packing::{Side, Slot};
pub(crate) use reuse::Reuse;
