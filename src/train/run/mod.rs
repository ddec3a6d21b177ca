//! A run of a trainer: its state, the loop over epochs, and all around that.

mod changes;
mod checks;
mod divergence;
mod epochs;
mod recorded;
mod report;
mod resume;
mod saving;
mod state;
mod stopping;

pub use changes::SettingChange;

pub(super) use state::Run;
