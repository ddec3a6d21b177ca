//! Training step by step: the session, and the check of a layer's gradients.

#[cfg(feature = "alloc")]
pub mod gradient_check;
#[allow(clippy::module_inception)]
mod session;
mod skipped_update;
mod step_part;
mod training;

pub use session::Session;
pub use skipped_update::SkippedUpdate;
pub use step_part::StepPart;
