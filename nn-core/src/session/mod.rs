//! Training step by step: the session, and the check of a layer's gradients.

#[cfg(feature = "alloc")]
pub mod gradient_check;
mod training;

pub use training::{Session, SkippedUpdate, StepPart};
