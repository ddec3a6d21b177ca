//! Emits what a network with an axis of time has in addition: the state between its steps, and one step.

mod aliases;
mod step;
mod stub;

pub(super) use aliases::aliases_of_step;
pub(super) use stub::{stream_bytes, stub};
