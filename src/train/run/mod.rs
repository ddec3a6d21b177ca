//! A run of a trainer: its state, the loop over epochs, and all around that.

mod beginning;
mod changes;
mod epochs;
mod report;
mod saving;
mod state;
mod stopping;

pub use changes::SettingChange;

pub(super) use state::Run;
