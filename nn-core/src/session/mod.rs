//! Step-by-step training: the session, and gradient checks.

#[cfg(feature = "alloc")]
pub mod gradient_check;
#[cfg(feature = "alloc")]
mod minimize;
mod setup;
mod skipped_update;
mod step_part;
mod training;

pub use skipped_update::SkippedUpdate;
pub use step_part::StepPart;
pub use training::Session;
