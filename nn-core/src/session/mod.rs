//! Training step by step: the session, and the check of a layer's gradients.

#[cfg(feature = "alloc")]
pub mod gradient_check;
mod setup;
mod skipped_update;
mod step_part;
mod training;

pub use skipped_update::SkippedUpdate;
pub use step_part::StepPart;
pub use training::Session;
