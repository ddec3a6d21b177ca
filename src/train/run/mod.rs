//! A run of a trainer: its state, the epoch loop, checkpoints, stopping and reports.

mod beginning;
mod changes;
mod epochs;
mod report;
mod saving;
mod state;
mod stopping;

pub use changes::SettingChange;

pub(super) use state::Run;
