//! Recurrent cells: the element-wise part of a step, for all samples of a batch.

mod cell;
mod elman;
mod gru;
mod lengths;
mod lstm;
mod steps;

pub use cell::CellKernel;
pub use elman::ElmanKernel;
pub use gru::GruKernel;
pub(crate) use lengths::{AllSteps, FirstSteps, Lengths};
pub use lstm::LstmKernel;
pub(crate) use steps::{Place, StepBackward, StepForward};
